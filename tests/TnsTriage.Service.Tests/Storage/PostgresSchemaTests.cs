using Npgsql;
using TnsEval.Testing;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;

namespace TnsTriage.Service.Tests.Storage;

[NeedsServer(Server.Postgres)]
public sealed class PostgresSchemaTests : IAsyncLifetime
{
    private OwnSchema _schema = null!;

    public async Task InitializeAsync() => _schema = await OwnSchema.CreateAsync();

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    [LaneFact]
    public async Task Four_who_start_at_once_on_an_empty_database_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PrepareAsync())));

        (await _schema.AskAsync("SELECT version FROM tnstriage_schema")).ShouldBe(PostgresTables.Schema.Migrations.Count);
    }

    [LaneFact]
    public async Task What_an_older_program_made_is_brought_up_to_date_and_kept()
    {
        await PrepareAsync(new PostgresSchema(["CREATE TABLE one (id int); INSERT INTO one VALUES (1)"]));

        await PrepareAsync(new PostgresSchema(["never again", "ALTER TABLE one ADD more int DEFAULT 2"]));

        (await _schema.AskAsync("SELECT id + more FROM one")).ShouldBe(3);
        (await _schema.AskAsync("SELECT version FROM tnstriage_schema")).ShouldBe(2);
    }

    [LaneFact]
    public async Task A_migration_that_fails_leaves_all_as_it_was()
    {
        await PrepareAsync(new PostgresSchema(["CREATE TABLE one (id int)"]));

        await Should.ThrowAsync<PostgresException>(PrepareAsync(new PostgresSchema(["", "CREATE TABLE two (id int)", "no SQL"])));

        (await _schema.AskAsync("SELECT version FROM tnstriage_schema")).ShouldBe(1);
        (await _schema.AskAsync("SELECT to_regclass('two') IS NULL")).ShouldBe(true);
    }

    [LaneFact]
    public async Task Tables_of_a_newer_program_are_refused()
    {
        await PrepareAsync();
        await _schema.ExecuteAsync("UPDATE tnstriage_schema SET version = 7");

        var problem = (await Should.ThrowAsync<InfrastructureException>(PrepareAsync())).Problems.Single();

        problem.ToString().ShouldBe(
            $"TnsTriage:Postgres:ConnectionString: the ledger has schema version 7, and this program knows versions up to {PostgresTables.Schema.Migrations.Count}. "
            + "Run the newer program that wrote it, or name another database.");
    }

    [LaneFact]
    public async Task A_database_that_is_somebody_elses_is_refused_and_left_alone()
    {
        await _schema.ExecuteAsync("CREATE TABLE customer (id int)");

        (await Should.ThrowAsync<InfrastructureException>(PrepareAsync())).Problems.Single().What.ShouldBe($"schema {_schema.Name} of the database holds tables that are not this program's");

        (await _schema.AskAsync("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace")).ShouldBe(1L);
    }

    [LaneFact]
    public async Task A_command_makes_no_ledger_where_there_is_none() =>
        (await Should.ThrowAsync<InfrastructureException>(PrepareAsync(mayBegin: false))).Problems.Single().What.ShouldEndWith("holds no ledger");

    [LaneTheory]
    [InlineData("Search Path", "there_is_none", "its Search Path names no schema that exists")]
    [InlineData("Password", "wrong-secret", "it does not accept the password")]
    [InlineData("Username", "nobody-known", "it does not accept the password")]
    [InlineData("Database", "there_is_none", "it has no such database")]
    [InlineData("SSL Mode", "Require", "the connection was not accepted: a password or a form of encryption that it asks for is missing")]
    public async Task What_the_server_refuses_is_told_without_the_password(string keyword, string value, string what)
    {
        var options = new PostgresOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { [keyword] = value }.ConnectionString,
        };

        var e = await Should.ThrowAsync<InfrastructureException>(PrepareAsync(options: options));

        e.Problems.Single().What.ShouldEndWith(what);
        e.ToString().ShouldNotContain("wrong-secret");
        e.ToString().ShouldNotContain(new NpgsqlConnectionStringBuilder(Servers.Postgres).Password!);
    }

    [LaneFact]
    public async Task A_role_that_may_not_make_tables_is_told_which_right_it_lacks()
    {
        var role = $"{_schema.Name}_reader";
        await _schema.ExecuteAsync($"CREATE ROLE {role} LOGIN PASSWORD 'of-a-test'; GRANT USAGE ON SCHEMA {_schema.Name}, {_schema.Name}_clock TO {role}");
        var options = new PostgresOptions
        {
            ConnectionString = new NpgsqlConnectionStringBuilder(_schema.ConnectionString) { Username = role, Password = "of-a-test" }.ConnectionString,
        };

        var problem = (await Should.ThrowAsync<InfrastructureException>(PrepareAsync(options: options))).Problems.Single();

        problem.What.ShouldEndWith("the role may not do what is needed");
        problem.Fix.ShouldContain("grant it CREATE on the schema");
        await _schema.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
    }

    private async Task PrepareAsync(PostgresSchema? schema = null, bool mayBegin = true, PostgresOptions? options = null)
    {
        await using var database = new PostgresDatabase(options ?? _schema.Options, TimeProvider.System);
        await database.PrepareAsync(schema ?? PostgresTables.Schema, mayBegin);
    }
}
