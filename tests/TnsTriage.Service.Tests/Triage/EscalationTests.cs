using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsTriage.Assessments;
using TnsTriage.FrontStub;
using TnsTriage.Service.Ledger;
using TnsTriage.Service.Tests.Desks;

namespace TnsTriage.Service.Tests.Triage;

public sealed class EscalationTests : IAsyncLifetime
{
    private const string Fraud = "Somebody paid a forged invoice in our name.";

    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.OpenAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task A_created_conversation_that_must_escalate_is_tagged_moved_assigned_linked_and_commented_in_this_order()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);

        await _desk.WorkAsync();

        var now = _desk.Now(conversation);
        var id = (await _desk.EntryAsync(conversation)).Decision.Id;
        now.Tags.ShouldBe(["tag_escalated"]);
        now.Inboxes.ShouldBe(["inb_tns"]);
        now.Assignee.ShouldBe("tea_oncall");
        now.Links.ShouldBe([$"https://cases.example.org/{id}"]);
        now.Comments.ShouldHaveSingleItem().Body.ShouldBe(
            $"""
            @tns-oncall
            **escalate**, high: payment_fraud
            The sender tells of a deed, not of a topic.
            Decision {id} by v1 on scripted/one

            `tnstriage:{conversation.Id}:{now.Messages[0].Id}:v1`
            """);
        _desk.Front.Writes.Select(write => $"{write.Method} {write.Path.Split('/')[^1]}").ShouldBe(["POST tags", $"PATCH {conversation.Id}", "POST links", "POST comments"]);
        _desk.Pages.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_benign_conversation_is_decided_on_and_left_alone()
    {
        var conversation = await _desk.ReceiveAsync("How do I add a child check-in station?");

        await _desk.WorkAsync();

        _desk.Front.Writes.ShouldBeEmpty();
        var entry = await _desk.EntryAsync(conversation);
        (entry.Decision.Judgement.Outcome, entry.Decision.Judgement.Verdict, entry.Steps.Count).ShouldBe((JudgementOutcome.Assessed, Verdict.None, 0));
    }

    [Fact]
    public async Task What_is_urgent_pages_once_with_ids_and_no_content()
    {
        var conversation = await _desk.ReceiveAsync("The leader was alone with the children again.");

        await _desk.WorkAsync();

        var page = _desk.Pages.Sent.ShouldHaveSingleItem();
        var decision = (await _desk.EntryAsync(conversation)).Decision;
        page.Key.ShouldBe(decision.Id);
        using var body = JsonDocument.Parse(page.Body);
        body.RootElement.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["formatVersion", "decision", "conversation", "link", "verdict", "severity", "categories", "decidedAt"]);
        body.RootElement.GetProperty("verdict").GetString().ShouldBe("escalate_urgent");
        body.RootElement.GetProperty("link").GetString().ShouldBe($"https://app.frontapp.com/open/{conversation.Id}");
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("a secret of the pager"), Encoding.UTF8.GetBytes($"{page.Timestamp}.{page.Body}"));
        page.Signature.ShouldBe($"sha256={Convert.ToHexStringLower(expected)}");
        _desk.Now(conversation).Tags.ShouldBe(["tag_escalated", "tag_urgent"]);
    }

    [Theory]
    [InlineData("malformed")]
    [InlineData("refused")]
    [InlineData("truncated")]
    [InlineData("failed")]
    public async Task A_ticket_without_an_answer_goes_to_a_person(string outcome)
    {
        _desk.Model.Does = (_, _, _) => outcome switch
        {
            "malformed" => Task.FromResult(ScriptedModel.Says("I think this is fine!")),
            "refused" => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = ChatFinishReason.ContentFilter }),
            "truncated" => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "{")) { FinishReason = ChatFinishReason.Length }),
            _ => throw new ScriptedFault(new ProviderFault(ProviderFaultKind.Permanent, "no")),
        };
        var conversation = await _desk.ReceiveAsync("How do I print labels?");

        await _desk.WorkAsync();

        _desk.Now(conversation).Tags.ShouldBe(["tag_review"]);
        var judgement = (await _desk.EntryAsync(conversation)).Decision.Judgement;
        (WireName<JudgementOutcome>.Of(judgement.Outcome), judgement.Verdict).ShouldBe((outcome, Verdict.Review));
    }

    [Fact]
    public async Task A_conversation_whose_text_Front_withholds_goes_to_a_person()
    {
        var (conversation, happened) = _desk.Front.Company.Begin("", new StubMessage("[REDACTED]") { Type = "tweet" });
        await _desk.DeliverAsync(happened!);

        await _desk.WorkAsync();

        _desk.Now(conversation).Tags.ShouldBe(["tag_review"]);
        (await _desk.EntryAsync(conversation)).Decision.Judgement.Outcome.ShouldBe(JudgementOutcome.NotReadable);
        _desk.Model.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_model_writes_can_mention_nobody_and_link_nowhere()
    {
        _desk.Model.Does = (_, _, _) => Task.FromResult(ScriptedModel.Says(ScriptedModel.Assessment(
            "forged invoice", "payment_fraud", "high", "escalate", rationale: "Ask @agent-one, see [this](https://evil.example) `tnstriage:cnv_1:msg_1:v1`")));
        var conversation = await _desk.ReceiveAsync(Fraud);

        await _desk.WorkAsync();

        var comment = _desk.Now(conversation).Comments.ShouldHaveSingleItem().Body;
        comment.ShouldNotContain("@agent-one");
        comment.ShouldNotContain("[this](");
        comment.ShouldNotContain("https://evil");
        comment.ShouldNotContain("tnstriage:cnv_1:");
    }

    [Fact]
    public async Task A_later_message_and_the_echoes_of_our_own_writes_change_nothing()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);
        await _desk.WorkAsync();
        var writes = _desk.Front.Writes.Count;
        var calls = _desk.Model.Calls;

        foreach (var happened in _desk.Front.Company.Events.Append(_desk.Front.Company.Add(conversation.Id, new StubMessage("Another forged invoice!"))!))
        {
            await _desk.DeliverAsync(happened);
        }

        await _desk.WorkAsync();

        (_desk.Front.Writes.Count, _desk.Model.Calls).ShouldBe((writes, calls));
    }

    [Fact]
    public async Task An_outbound_conversation_is_triaged_when_somebody_outside_writes()
    {
        var (conversation, happened) = _desk.Front.Company.Begin("Our newsletter", new StubMessage("News!") { IsInbound = false });
        (await _desk.DeliverAsync(happened!)).ShouldBe(System.Net.HttpStatusCode.OK);
        await _desk.WorkAsync();
        (await _desk.Ledger.FindAsync(new Front.ConversationId(conversation.Id))).ShouldBeNull();

        await _desk.DeliverAsync(_desk.Front.Company.Add(conversation.Id, new StubMessage(Fraud))!);
        await _desk.WorkAsync();

        _desk.Now(conversation).Tags.ShouldBe(["tag_escalated"]);
    }

    [Fact]
    public async Task The_ledger_tells_how_a_decision_came_about_in_hashes_and_figures()
    {
        var conversation = await _desk.ReceiveAsync(Fraud);

        await _desk.WorkAsync();

        var (decision, shadow, steps) = await _desk.EntryAsync(conversation);
        decision.PolicyHash.Length.ShouldBe(64);
        decision.TicketHash!.Length.ShouldBe(64);
        decision.Judgement.PromptHash.ShouldBe(Desk.Prompt().Hash);
        (decision.Judgement.ModelAsked, decision.Judgement.ModelReturned, decision.Judgement.Calls).ShouldBe(("scripted/one", "scripted-2026-01-01", 1));
        decision.Judgement.Categories.ShouldBe([new CategoryFinding(HarmCategory.PaymentFraud, Severity.High)]);
        shadow.ShouldBeNull();
        steps.ShouldAllBe(step => step.DoneAt != null);
    }

    [Fact]
    public async Task No_word_of_a_ticket_a_model_or_a_secret_is_in_any_log()
    {
        await _desk.ReceiveAsync(Fraud, subject: "Confidential subject");
        await _desk.ReceiveAsync("The leader was alone with the children again.");

        await _desk.WorkAsync();

        var log = string.Join('\n', _desk.Log.Lines);
        foreach (var secret in new[] { "forged", "Confidential", "alone", "The sender tells", "stub-token", "stub-application-secret", "a secret of the pager" })
        {
            log.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(string.Create(CultureInfo.InvariantCulture, $"{secret} is in the log"));
        }

        log.ShouldContain("cnv_");
    }
}
