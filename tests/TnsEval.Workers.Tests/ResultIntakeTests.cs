using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsEval.Workers.Coordinating;
using TnsEval.Workers.Messages;
using TnsTriage;

namespace TnsEval.Workers.Tests;

public sealed class ResultIntakeTests
{
    private static readonly Guid Session = Guid.NewGuid();

    private readonly OpenJobs _open = new();
    private readonly RunBudget _budget = new(maxCost: null, maxTokens: 1_000, currency: null);
    private readonly ResultCounts _counts = new();
    private readonly ResultIntake _intake;

    public ResultIntakeTests() =>
        _intake = new ResultIntake(Session, _open, new Standstill(TimeProvider.System), _budget, _counts, new RunNotes(_ => { }, _ => { }));

    [Fact]
    public async Task A_copy_of_a_result_costs_nothing_and_a_second_one_costs_what_was_paid_for_it()
    {
        var job = new CaseJob(Session, new CaseId("t-1"), 0, null, new Ticket { Body = "text" });
        using var open = _open.Open(job.Key, Letter.Of(LetterKinds.Job, job, WorkersJson.Lines.CaseJob, Session));
        var first = Result(job);

        await _intake.TakeAsync(first);
        await _intake.TakeAsync(first);
        _budget.Spent.Tokens.ShouldBe(0, "the copy; the first is settled by whoever waits for it");
        await _intake.TakeAsync(Result(job));

        _budget.Spent.Tokens.ShouldBe(100);
        open.Spent.Tokens.ShouldBe(100);
        _counts.ToString().ShouldBe("2 results came twice and counted once");
    }

    private static TnsTriage.RabbitMq.Delivery Result(CaseJob job)
    {
        var trace = new CallTrace(job.Case, job.Repeat, job.Perturbation) { Spent = new Spend(Calls: 1, Tokens: 100, Cost: 0, Estimated: 0) };
        var result = CaseResult.Of(job, new Classification { Outcome = new CaseOutcome.Failed("of a test") }, trace, keepsAnswers: false);
        return A.Delivery(Letter.Of(LetterKinds.Result, result, WorkersJson.Lines.CaseResult, Session));
    }
}
