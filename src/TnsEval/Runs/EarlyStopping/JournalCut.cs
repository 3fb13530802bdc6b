using System.Text;

namespace TnsEval.Runs.EarlyStopping;

/// <summary>Takes lines out of the journal of a run that stopped early: those of cases that ended beyond the stop.</summary>
internal static class JournalCut
{
    extension(RunFolder folder)
    {
        /// <summary>
        /// Moves lines from the journal to <see cref="RunFolder.BeyondStopPath"/>, so that who reads the journal reads what was scored. They are written there
        /// before they are taken away here, and a second call finds nothing to do: a process killed in between loses none.
        /// </summary>
        /// <param name="isBeyond">Whether a record is moved.</param>
        /// <returns>How many lines stand there now.</returns>
        public int SetAside(Func<CaseRecord, bool> isBeyond)
        {
            if (JournalReader.Read(folder.JournalPath).Any(isBeyond))
            {
                Replace(folder.BeyondStopPath, Lines(areBeyond: true));
                Replace(folder.JournalPath, Lines(areBeyond: false));
            }

            return JournalReader.Read(folder.BeyondStopPath).Count();

            IEnumerable<string> Lines(bool areBeyond) =>
                JournalReader.Read(folder.JournalPath).Zip(File.ReadLines(folder.JournalPath)).Where(line => isBeyond(line.First) == areBeyond).Select(line => line.Second);
        }
    }

    private static void Replace(string path, IEnumerable<string> lines)
    {
        var temporary = path + ".tmp";
        using (var stream = File.Create(temporary))
        {
            foreach (var line in lines)
            {
                stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
