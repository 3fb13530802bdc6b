using System.Text;
using Microsoft.Extensions.AI;
using RabbitMQ.Client;
using TnsEval.Abstractions;
using TnsEval.Calls;
using TnsEval.EvalSets;
using TnsEval.Runs;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Workers.Tests;

public sealed class LetterTests
{
    private static readonly CaseJob Job = new(
        Guid.NewGuid(), new CaseId("t-1"), 2, "typos", new Ticket { Subject = "é \u0000 \ud83d\ude00", Body = "<p>body</p>", Language = "de", Thread = [new ThreadMessage(ThreadAuthor.Agent, "hello")] });

    [Fact]
    public void A_job_arrives_as_it_was_sent()
    {
        var read = Letter.Read(A.Delivery(Letter.Of(LetterKinds.Job, Job, WorkersJson.Lines.CaseJob, Job.Session)), LetterKinds.Job, WorkersJson.Lines.CaseJob);

        read.ShouldNotBeNull().Key.ShouldBe(Job.Key);
        read.Session.ShouldBe(Job.Session);
        (read.Ticket with { Thread = [] }).ShouldBe(Job.Ticket with { Thread = [] });
        read.Ticket.Thread.ShouldBe(Job.Ticket.Thread);
    }

    public static TheoryData<string> Outcomes => ["assessed", "malformed", "refused", "truncated", "timed_out", "failed"];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void The_record_of_a_result_is_the_one_that_the_worker_would_have_written(string kind)
    {
        var @case = new EvalCase { Id = Job.Case, Ticket = Job.Ticket, Label = new Label(LabelKind.Escalate, Severity.High, []), Why = "" };
        var (classification, trace) = Classified(kind);
        var result = CaseResult.Of(Job, classification, trace, keepsAnswers: true);

        var read = Letter.Read(A.Delivery(Letter.Of(LetterKinds.Result, result, WorkersJson.Lines.CaseResult, Job.Session)), LetterKinds.Result, WorkersJson.Lines.CaseResult)!;
        var here = new CallTrace(Job.Case, Job.Repeat, Job.Perturbation);
        read.CopyTo(here);

        Line(CaseRecord.Of(@case, read.ToClassification(), here)).ShouldBe(Line(CaseRecord.Of(@case, classification, trace)));
        here.Exchanges.ShouldHaveSingleItem().Response.Text.ShouldBe("an answer");
        here.Spent.ShouldBe(trace.Spent);
    }

    [Theory]
    [InlineData("tnseval.job/1", "not JSON")]
    [InlineData("tnseval.job/1", "{}")]
    [InlineData("tnseval.job/1", "null")]
    [InlineData("tnseval.job/1", "[[[[")]
    [InlineData("tnseval.job/1", "")]
    [InlineData("tnseval.job/2", "{}")]
    [InlineData("tnseval.result/1", "{}")]
    [InlineData("tnseval.job/x", "{}")]
    [InlineData("tnseval.", "{}")]
    [InlineData("somebody.else", "{}")]
    [InlineData(null, "{}")]
    public void A_message_that_cannot_be_read_is_none(string? type, string body) =>
        Letter.Read(A.Delivery(new BasicProperties { Type = type }, Encoding.UTF8.GetBytes(body)), LetterKinds.Job, WorkersJson.Lines.CaseJob).ShouldBeNull();

    [Fact]
    public void A_message_of_another_version_is_known_by_its_type_alone()
    {
        var delivery = A.Delivery(new BasicProperties { Type = "tnseval.offer/2" }, "?"u8.ToArray());

        Letter.KindOf(delivery).ShouldBeNull();
        Letter.VersionOf(delivery).ShouldBe(2);
    }

    private static (Classification Classification, CallTrace Trace) Classified(string kind)
    {
        var trace = new CallTrace(Job.Case, Job.Repeat, Job.Perturbation)
        {
            Retries = 2,
            CachedAnswers = 1,
            ModelTime = TimeSpan.FromMilliseconds(12.3456),
            WaitTime = TimeSpan.FromSeconds(3),
            StructuredOutput = StructuredOutput.JsonObject,
            DroppedParameters = ["seed"],
            Spent = new Spend(2, 345, 0.0123m, 1),
            IsNotRecorded = kind == "failed",
        };
        trace.Add(new Exchange("abc", new ChatResponse(new ChatMessage(ChatRole.Assistant, "an answer")), IsCached: true));
        ContractViolation[] violations = [new("/verdict", "schema:/enum", "is not one of")];
        CaseOutcome outcome = kind switch
        {
            "assessed" => new CaseOutcome.Assessed(Assessment),
            "malformed" => new CaseOutcome.Malformed(violations),
            "refused" => new CaseOutcome.Refused("the model refused"),
            "truncated" => new CaseOutcome.Truncated("cut"),
            "timed_out" => new CaseOutcome.TimedOut(TimeSpan.FromSeconds(1.5)),
            _ => new CaseOutcome.Failed("503"),
        };
        return (new Classification
        {
            Outcome = outcome,
            ModelTexts = ["one", "two \u0000 \ud83d\ude00"],
            FirstViolations = violations,
            Attempts = 2,
            FormatSlips = 1,
            Latency = TimeSpan.FromTicks(1234567),
            Usage = new TokenUsage(300, 45),
            ModelId = "m-1",
        }, trace);
    }

    private static Assessment Assessment { get; } = new()
    {
        Verdict = Verdict.Escalate,
        Severity = Severity.High,
        ModelVerdict = Verdict.Review,
        ModelSeverity = Severity.Low,
        Categories = [new CategoryFinding(HarmCategory.PaymentFraud, Severity.High)],
        Evidence =
        [
            new Evidence { Quote = "body", Use = EvidenceUse.Report, Speaker = Speaker.Sender, Category = HarmCategory.PaymentFraud, Location = new EvidenceLocation(TicketPart.Body, 0, 3, 4) },
        ],
        Rationale = "why",
        PromptInjection = new PromptInjection(true, "quote", InjectionAim.Suppress),
        NeedsHuman = new NeedsHuman(true, NeedsHumanReason.Injection),
        Languages = ["de"],
        BenignReading = "reading",
        SenderRole = SenderRole.Witness,
        SubjectOfHarm = SubjectOfHarm.Group,
        EventStatus = EventStatus.Ongoing,
        Confidence = Confidence.Low,
        HandoffNote = "note",
    };

    private static string Line(CaseRecord record) => Encoding.UTF8.GetString(RunJsonWriting.Line(record).Span);
}
