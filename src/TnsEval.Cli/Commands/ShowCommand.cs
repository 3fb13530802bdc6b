using System.CommandLine;
using TnsEval.Cli.Output;
using TnsEval.Reading;

namespace TnsEval.Cli.Commands;

/// <summary><c>tnseval show</c>: reads single cases of a run.</summary>
internal sealed class ShowCommand
{
    private readonly Argument<string> _run = new("run") { Description = "Run folder, its name, or latest" };
    private readonly ShowArguments _arguments = new();
    private readonly CommandContext _context;

    private ShowCommand(CommandContext context) => _context = context;

    public static Command Create(CommandContext context)
    {
        var show = new ShowCommand(context);
        var command = new Command("show", "Read cases of a run: ticket, label, answer and evidence. Example: tnseval show latest --false-alarms --tag hn_pastoral --open") { show._run };
        foreach (var option in show._arguments.All)
        {
            command.Add(option);
        }

        command.SetAction(show.ShowAsync);
        return command;
    }

    private async Task<int> ShowAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Open(_context);
        if (workspace.FindRun(parsed.GetValue(_run)!) is not { } folder || workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var reading = RunReading.Open(folder, workspace.Settings);
        var question = _arguments.Question(parsed);
        var found = reading.Find(question, workspace.Problems);
        if (workspace.Problems.Count > 0)
        {
            return workspace.Fail();
        }

        var (isWhole, isJson) = (_arguments.IsWhole(parsed), parsed.GetValue(GlobalOptions.Json));
        foreach (var note in isWhole ? reading.Notes.Concat(reading.NotesOnSent) : reading.Notes)
        {
            await _context.Error.WriteLineAsync(note);
        }

        var isTerminal = _context.IsOutputTerminal && !isJson;
        if (_arguments.IsOpening(parsed) && isTerminal)
        {
            var pager = Pager.Of(_context);
            if (await pager.ShowAsync(output => Write(output, reading, question, found, parsed, pager.ShowsColours), cancellationToken))
            {
                return ExitCode.Ok;
            }

            await _context.Error.WriteLineAsync(pager.Absence);
        }

        if (isJson)
        {
            _context.Out.WriteLine(CaseJson.Of(reading, found, isWhole));
        }
        else
        {
            Write(_context.Out, reading, question, found, parsed, isTerminal && _context.ReadVariable("NO_COLOR") is null or "");
        }

        return ExitCode.Ok;
    }

    private void Write(TextWriter output, RunReading reading, CaseQuestion question, CasesFound found, ParseResult parsed, bool withColours)
    {
        var text = new CaseText(output, withColours ? Emphasis.Colours : Emphasis.Marks);
        foreach (var @case in found.Cases)
        {
            if (_arguments.IsWhole(parsed))
            {
                text.WriteWhole(@case, _arguments.WithPrompt(parsed));
            }
            else
            {
                text.Write(@case);
            }
        }

        var invalid = question is { Invalid: false, Ids.Count: 0 } && found.Invalid > 0 ? $"; {found.Invalid} have no assessment: --invalid" : "";
        var limited = found.Cases.Count < found.Matching ? $"{found.Cases.Count} of {found.Matching} found among the" : $"{found.Cases.Count} of";
        var stopped = reading.Manifest.Stop is { IsEarly: true } stop ? $", which stopped early after {stop.After}" : "";
        output.WriteLine($"{limited} {reading.Manifest.Cases.Count} cases of {reading.Manifest.Id}{stopped}{invalid}");
    }
}
