using System.Globalization;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Scaling;

/// <summary>Two tables in Markdown: what each job costs each part, and how much memory each part takes.</summary>
internal sealed class DrainReport(TextWriter output, IReadOnlyList<Part> parts)
{
    private const long MiB = 1024 * 1024;

    private readonly List<string> _memory = [];
    private readonly List<string> _work = [];
    private readonly List<string> _notes = [];

    public void Memory(string when) =>
        _memory.Add($"| {when} | {string.Join(" | ", parts.Select(part => (part.Memory / MiB).ToString("N0", CultureInfo.InvariantCulture)))} |");

    /// <summary>A row: jobs a second, and milliseconds of processor time of each part for one job.</summary>
    public void Work(string what, Usage before, Usage after)
    {
        var (jobs, time) = (after.Jobs - before.Jobs, after.Since(before));
        var costs = parts.Select((_, part) => jobs == 0 ? "" : ((after.Processor[part] - before.Processor[part]).TotalMilliseconds / jobs).ToString("0.00", CultureInfo.InvariantCulture));
        _work.Add(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {jobs:N0} | {time.TotalSeconds:0} | {jobs / time.TotalSeconds:0} | {string.Join(" | ", costs)} |"));
    }

    public void Note(string text) => _notes.Add(text);

    /// <summary>Writes it all.</summary>
    public void End(Findings findings, TimeSpan drained)
    {
        var names = string.Join(" | ", parts.Select(part => part.Name));
        var line = string.Concat(Enumerable.Repeat("---:|", parts.Count));
        output.WriteLine($"| jobs, and processor ms of each part for one | jobs | s | a second | {names} |\n|---|---:|---:|---:|{line}");
        _work.ForEach(output.WriteLine);
        output.WriteLine($"\n| memory, MiB | {names} |\n|---|{line}");
        _memory.ForEach(output.WriteLine);
        output.WriteLine();
        _notes.ForEach(output.WriteLine);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Drained {drained.TotalSeconds:0} s after the first worker was started: accepted {findings.Accepted:N0}, decided {findings.Decided:N0}, lost {findings.Lost}, dead letters {findings.DeadLetters}, comments twice {findings.DoubleComments}."));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, load average at the end {File.ReadAllText("/proc/loadavg").Split(' ')[0]}."));
    }
}
