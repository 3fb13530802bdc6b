using TnsTriage;

namespace TnsEval.Runs;

/// <summary>Puts the parts of a run that was spread over several places together again.</summary>
public static class RunMerge
{
    /// <summary>
    /// Makes one run folder out of all parts of a run. Its scores are those the run would have had in one place: they are a function of the records,
    /// and do not depend on their order.
    /// </summary>
    /// <param name="parts">The folders of the parts, in any order.</param>
    /// <param name="runsFolder">Where the new folder goes.</param>
    /// <param name="problems">Receives every reason why these are not exactly the parts of one run; when it does, nothing is written.</param>
    /// <returns>The new folder and its summary; null when there are problems.</returns>
    /// <exception cref="RunFolderException">A part cannot be read.</exception>
    public static (RunFolder Folder, RunSummary Summary)? Merge(IReadOnlyList<RunFolder> parts, string runsFolder, ICollection<Problem> problems)
    {
        var found = parts.Select(part => new Part(part, part.ReadManifest())).ToArray();
        var reasons = Check(found).ToArray();
        foreach (var reason in reasons)
        {
            problems.Add(reason);
        }

        if (reasons.Length > 0)
        {
            return null;
        }

        // The earliest part gives the moment and the folder's name, so that merging the same parts again gives the same run.
        var first = found.OrderBy(part => part.Manifest.CreatedAt).ThenBy(part => part.Folder.Id, StringComparer.Ordinal).First();
        var (folder, manifest) = RunFolder.Create(runsFolder, $"{first.Folder.Id[(first.Folder.Id.IndexOf('-', StringComparison.Ordinal) + 1)..]}-merged", first.Manifest.Whole());
        using (var journal = File.Create(folder.JournalPath))
        {
            foreach (var part in found.OrderBy(part => part.Manifest.Cases.Shard!.Index))
            {
                using var source = File.OpenRead(part.Folder.JournalPath);
                source.CopyTo(journal);
            }

            journal.Flush(flushToDisk: true);
        }

        var summary = RunSummary.OfComplete(manifest, JournalReader.Read(folder.JournalPath), manifest.Options.Scoring);
        folder.WriteSummary(summary);
        return (folder, summary);
    }

    private static IEnumerable<Problem> Check(Part[] parts)
    {
        foreach (var part in parts.Where(part => !part.Folder.IsComplete))
        {
            yield return new Problem(part.Folder.Path, "the run is not complete", $"Go on with it: tnseval run --resume {part.Folder.Path}");
        }

        foreach (var part in parts.Where(part => part.Manifest.Options.StopEarly is not null))
        {
            yield return new Problem(part.Folder.Path, "the run had limits to stop at, and holds no fixed choice of the cases", "Run the parts without --stop-early");
        }

        foreach (var part in parts.Where(part => part.Manifest.Cases.Shard is null && part.Manifest.Options.StopEarly is null))
        {
            yield return new Problem(part.Folder.Path, "the run is no part of another", "Leave it out, or run it with --shard");
        }

        var shards = parts.Where(part => part.Manifest.Cases.Shard is not null).ToArray();
        if (shards is not [var first, .. var others])
        {
            yield break;
        }

        foreach (var other in others)
        {
            foreach (var difference in other.Manifest.Whole().DifferencesFrom(first.Manifest.Whole()))
            {
                yield return new Problem(other.Folder.Path, $"is no part of the same run as {first.Folder.Id}: {difference}", "Merge parts of one run only");
            }

            if (other.Manifest.Cases.Shard!.Of != first.Manifest.Cases.Shard!.Of)
            {
                yield return new Problem(
                    other.Folder.Path,
                    $"is part {other.Manifest.Cases.Shard.Index} of {other.Manifest.Cases.Shard.Of}, {first.Folder.Id} one of {first.Manifest.Cases.Shard.Of}",
                    "Merge parts of one division only");
            }
        }

        foreach (var same in shards.GroupBy(part => part.Manifest.Cases.Shard!.Index).Where(group => group.Count() > 1))
        {
            yield return new Problem(string.Join(", ", same.Select(part => part.Folder.Path)), $"are all part {same.Key}", "Name each part once");
        }

        foreach (var missing in Enumerable.Range(1, first.Manifest.Cases.Shard!.Of).Except(shards.Select(part => part.Manifest.Cases.Shard!.Index)))
        {
            yield return new Problem($"part {missing}", "is missing", $"Run it with --shard {missing}/{first.Manifest.Cases.Shard!.Of}, and name its folder too");
        }
    }

    private sealed record Part(RunFolder Folder, RunManifest Manifest);
}
