namespace TnsTriage.Service.Storage;

/// <summary>What a file of ours holds, and how an older one becomes the present one.</summary>
/// <param name="ApplicationId">Written into the file's header, so that one kind of file is not opened as another.</param>
/// <param name="Migrations">Statements that lead from version n, from 0 on, to the next. Those that were released never change.</param>
internal sealed record SqliteSchema(int ApplicationId, IReadOnlyList<string> Migrations)
{
    /// <summary>Brings a file up to date, in one transaction.</summary>
    /// <exception cref="StorageVersionException">It is newer than this program, or another kind of file.</exception>
    public void Apply(SqliteSession session, string path)
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            var version = (int)session.Number("PRAGMA user_version");
            var owner = (int)session.Number("PRAGMA application_id");
            var isEmpty = session.Number("SELECT count(*) FROM sqlite_schema") == 0;
            if (owner != ApplicationId && !(isEmpty && owner == 0))
            {
                throw new StorageVersionException(new Problem(path, "is not a file of this kind", "Name another data folder, or move the file away"));
            }

            if (version > Migrations.Count)
            {
                throw new StorageVersionException(new Problem(
                    path,
                    $"has schema version {version}, and this program knows versions up to {Migrations.Count}",
                    "Run the newer program that wrote it, or name another data folder"));
            }

            foreach (var migration in Migrations.Skip(version))
            {
                session.ExecuteScript(migration);
            }

            if (version < Migrations.Count)
            {
                session.ExecuteScript($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Migrations.Count}");
            }

            session.Execute("COMMIT");
        }
        catch
        {
            session.RollBack();
            throw;
        }
    }
}
