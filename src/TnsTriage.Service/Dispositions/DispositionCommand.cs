using System.Text;
using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Storage;
using TnsTriage.Service.Triage;

namespace TnsTriage.Service.Dispositions;

/// <summary>
/// <c>--export-dispositions FILE</c>: writes labelled tickets for <c>tnseval sets import --from-ledger</c>. Needs the configuration's part
/// about Front and where the ledger is; the service may run meanwhile.
/// </summary>
internal static class DispositionCommand
{
    public const string Switch = "--export-dispositions";

    private const int Ok = 0;
    private const int BadInput = 2;
    private const int Unavailable = 4;

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        IConfiguration configuration,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var section = configuration.GetSection(TriageOptions.Section);
        List<Problem> unread = [];
        var frontOptions = OptionsReading.Read<FrontOptions>(section.GetSection(nameof(TriageOptions.Front)), unread);
        Problem[] problems = [.. unread, .. Check(arguments, frontOptions), .. LedgerStore.Check(section)];
        if (problems.Length > 0)
        {
            await error.WriteLineAsync(string.Join(Environment.NewLine, problems.AsEnumerable()));
            return BadInput;
        }

        var file = arguments[0];
        var pending = $"{file}.pending";
        try
        {
            await using var store = await LedgerStore.OpenAsync(section, TimeProvider.System);
            var services = new ServiceCollection();
            services.AddTnsTriageFront(front => TriageHost.Copy(frontOptions, front));
            await using var provider = services.BuildServiceProvider();
            var export = new DispositionExport(provider.GetRequiredService<FrontClient>(), store.Ledger);
            DispositionCounts? counts;
            await using (var writer = new StreamWriter(OwnerOnly(pending), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
            {
                counts = await export.WriteAsync(writer, cancellationToken);
            }

            if (counts is null)
            {
                await error.WriteLineAsync(new Problem(
                    "Front", $"has neither tag {DispositionTags.Confirmed} nor {DispositionTags.FalseAlarm}", "Add them, and tag conversations that were decided on").ToString());
                return BadInput;
            }

            File.Move(pending, file);
            await output.WriteLineAsync(Summary(file, counts));
            return Ok;
        }
        catch (Exception e) when (e is FrontException or StorageUnavailableException or StorageVersionException or InfrastructureException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{e.Message.TrimEnd('.')}. Nothing was exported.");
            return Unavailable;
        }
        finally
        {
            File.Delete(pending);
        }
    }

    private static IEnumerable<Problem> Check(IReadOnlyList<string> arguments, FrontOptions front)
    {
        if (arguments is not [var file])
        {
            yield return new Problem(Switch, "wants one file to write", $"Write {Switch} dispositions.jsonl");
        }
        else if (Path.Exists(file))
        {
            yield return new Problem(file, "exists", "Name a file that is not there yet");
        }
        else if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
        {
            yield return new Problem(file, "its folder does not exist", "Make the folder, or name another");
        }

        foreach (var problem in front.Check())
        {
            yield return problem with { Where = $"{TriageOptions.Section}:{nameof(TriageOptions.Front)}:{problem.Where}" };
        }
    }

    private static string Summary(string file, DispositionCounts counts)
    {
        var text = new StringBuilder()
            .Append(CultureInvariant($"{counts.Confirmed} confirmed, {counts.Missed} of them missed, and {counts.FalseAlarms} false alarms are in {file}, which holds what customers wrote.\n"));
        if (counts.Changed > 0)
        {
            text.Append(CultureInvariant($"{counts.Changed} of them read otherwise now than when they were decided on.\n"));
        }

        foreach (var (why, count) in counts.LeftOut)
        {
            text.Append(CultureInvariant($"{count} left out: they {why}.\n"));
        }

        return text.Append(CultureInvariant($"Next: tnseval sets import --from-ledger {file} --out mine/dispositions.jsonl; it says what people must add to each.")).ToString();

        static string CultureInvariant(FormattableString line) => FormattableString.Invariant(line);
    }

    /// <summary>A file that only this account may read, for it holds content.</summary>
    private static FileStream OwnerOnly(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
