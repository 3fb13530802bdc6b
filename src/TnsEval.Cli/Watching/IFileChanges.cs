namespace TnsEval.Cli.Watching;

/// <summary>Tells when files that a run reads were saved.</summary>
internal interface IFileChanges
{
    /// <summary>Notes how the files stand, before they are read: what is saved while they are worked on is a change too.</summary>
    /// <param name="paths">Files, and folders whose prompt files and eval sets are meant. They may not exist, or not yet.</param>
    void Note(IReadOnlyList<string> paths);

    /// <summary>Waits until the files stand otherwise than they were noted, and no save seems under way.</summary>
    Task NextAsync(CancellationToken cancellationToken);
}
