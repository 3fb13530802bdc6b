using TnsEval.Cli.Output;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Testing;
using TnsTriage.Assessments;

namespace TnsEval.Cli.Tests;

public sealed class ProgressDisplayTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Fact]
    public async Task Plain_lines_tell_pace_calls_and_answers_that_are_none()
    {
        await Show(ProgressMode.Plain, onDone =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            onDone(Done(OutcomeKind.Refused));
            _time.Advance(TimeSpan.FromSeconds(4));
            onDone(Done(OutcomeKind.Failed));
        });

        _error.ToString().ShouldBe(
            """
            v1 on m: 1/2, 0.2 cases/s, 5 s left (1 invalid, 8 at once)
            v1 on m: 2/2, 0.3 cases/s, in 6 s (2 invalid, 8 at once)

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Log_shows_signs_of_life_while_no_case_gets_done()
    {
        await Show(ProgressMode.Plain, _ => _time.Advance(TimeSpan.FromSeconds(11)));

        _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["v1 on m: 0/2, 0.0 cases/s (8 at once)", "v1 on m: 0/2, 0.0 cases/s (8 at once)"]);
    }

    [Fact]
    public async Task Live_bar_tells_the_same()
    {
        await Show(ProgressMode.Live, onDone =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            onDone(Done(OutcomeKind.Refused));
        });

        _error.ToString().ShouldContain("1/2, 0.5 cases/s, 2 s left, 1 invalid, 8");
    }

    [Fact]
    public async Task Nothing_is_written_when_nothing_is_asked_for()
    {
        await Show(ProgressMode.None, onDone => onDone(Done(OutcomeKind.Refused)));

        _error.ToString().ShouldBeEmpty();
    }

    public void Dispose() => _error.Dispose();

    private Task Show(ProgressMode mode, Action<Action<CaseRecord>> work) =>
        new ProgressDisplay(_error, mode, _time).ShowAsync("v1 on m", done: 0, total: 2, () => "8 at once", onDone =>
        {
            work(onDone);
            return Task.CompletedTask;
        });

    private static CaseRecord Done(OutcomeKind outcome) => new()
    {
        Id = new CaseId("t-1"), Label = new Label(LabelKind.Benign, Severity.None, []), Language = "en", Outcome = outcome, Attempts = 1, LatencyMs = 1,
    };
}
