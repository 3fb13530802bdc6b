using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Calls.Recording;
using TnsEval.Testing;

namespace TnsEval.Plugins.Replay.Tests;

public sealed class ReplayProviderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ReplayProvider _provider = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_gets_the_answer_that_was_recorded_for_it()
    {
        using var client = ClientOf(A.Line("one", "answer to one"), A.Line("two", "answer to two"));

        (await client.GetResponseAsync(A.Request("two"))).Text.ShouldBe("answer to two");
        (await client.GetResponseAsync(A.Request("one"))).Text.ShouldBe("answer to one");
        (await client.GetStreamingResponseAsync(A.Request("one")).ToChatResponseAsync()).Text.ShouldBe("answer to one");
    }

    [Fact]
    public async Task Refusals_and_cut_answers_are_served_as_they_came()
    {
        using var client = ClientOf(
            A.Line("refused", new RecordedAnswer { Text = "", ErrorCodes = ["Refusal"] }),
            A.Line("cut", new RecordedAnswer { Text = "{\"evid", FinishReason = "length", ModelId = "m-1", Usage = new RecordedUsage { Input = 5, Output = 7 } }));

        (await client.GetResponseAsync(A.Request("refused"))).Messages[0].Contents.ShouldHaveSingleItem().ShouldBeOfType<ErrorContent>().ErrorCode.ShouldBe("Refusal");
        var cut = await client.GetResponseAsync(A.Request("cut"));
        (cut.FinishReason, cut.ModelId, cut.Usage!.OutputTokenCount).ShouldBe((ChatFinishReason.Length, "m-1", 7));
    }

    [Fact]
    public async Task A_request_that_was_not_recorded_is_a_fault_that_says_what_may_have_changed()
    {
        using var client = ClientOf(A.Line());

        var failure = await Should.ThrowAsync<NotRecordedException>(() => client.GetResponseAsync(A.Request("something private")));

        var fault = _provider.Classify(failure);
        fault.Kind.ShouldBe(ProviderFaultKind.NotRecorded);
        fault.Message.ShouldContain("the prompt, the ticket, the seed or a setting changed");
        fault.Message.ShouldNotContain("private");
    }

    [Fact]
    public async Task A_repair_turn_that_was_not_recorded_is_told_from_a_changed_prompt()
    {
        using var client = ClientOf(A.Line(text: "half an answer"));
        ChatMessage[] repair = [.. A.Request(), new(ChatRole.Assistant, "half an answer"), new(ChatRole.User, "Answer again.")];

        var failure = await Should.ThrowAsync<NotRecordedException>(() => client.GetResponseAsync(repair));

        failure.Message.ShouldContain("repair turn");
    }

    [Fact]
    public void Another_content_of_the_cassette_is_another_revision_of_the_model()
    {
        using var one = ClientOf(A.Line(text: "one"));
        using var same = ClientOf(A.Line(text: "one"));
        using var two = ClientOf(A.Line(text: "two"));

        var revision = one.GetService<ModelRevision>().ShouldNotBeNull();
        revision.Value.ShouldMatch("^sha256:[0-9a-f]{64}$");
        same.GetService<ModelRevision>().ShouldBe(revision);
        two.GetService<ModelRevision>().ShouldNotBe(revision);
    }

    [Fact]
    public void Cassettes_are_looked_for_where_the_user_is_or_where_the_variable_says()
    {
        _folder.Write("here/c.jsonl", A.Line());
        _folder.Write("there/d.jsonl", A.Line());

        _provider.CreateClient(A.Settings("c.jsonl", _folder["here"])).Dispose();
        _provider.CreateClient(A.Settings("d.jsonl", _folder["here"], cassettes: "../there")).Dispose();
        var missing = Should.Throw<ProviderSettingsException>(() => _provider.CreateClient(A.Settings("d.jsonl", _folder["here"])));

        missing.Problems.ShouldHaveSingleItem().What.ShouldBe($"there is no cassette at {_folder["here/d.jsonl"]}");
        missing.Problems[0].Fix.ShouldContain("tnseval run --record d.jsonl");
    }

    [Fact]
    public void Every_bad_line_is_reported_with_its_number_and_without_its_text()
    {
        var problem = Problems("no JSON: private", A.Line(), "{}", "[]", "null", A.Line(formatVersion: 2), A.Line().Replace("\"turn\"", "\"trun\"", StringComparison.Ordinal), "");

        problem.Select(found => found.What).ShouldBe(
        [
            "c.jsonl:1: not a line of a cassette",
            "c.jsonl:3: not a line of a cassette",
            "c.jsonl:4: not a line of a cassette",
            "c.jsonl:5: not a line of a cassette",
            "c.jsonl:6: format version 2, and this version reads 1",
            "c.jsonl:7: not a line of a cassette",
            "c.jsonl:8: not a line of a cassette",
        ]);
    }

    [Fact]
    public void Of_very_many_bad_lines_twenty_are_shown_and_the_rest_counted()
    {
        var problems = Problems([.. Enumerable.Repeat("<<<<<<< HEAD", 50)]);

        problems.Count.ShouldBe(21);
        problems[^1].What.ShouldBe("c.jsonl: 30 more lines cannot be used");
    }

    [Fact]
    public void Two_different_answers_to_one_request_are_a_problem_and_two_equal_ones_are_not()
    {
        ClientOf(A.Line(text: "same"), A.Line(text: "same")).Dispose();

        Problems(A.Line(text: "one"), A.Line(text: "two")).ShouldHaveSingleItem().What.ShouldBe("c.jsonl:2: answers the same request as line 1, and otherwise");
    }

    [Fact]
    public void An_empty_cassette_is_a_problem()
    {
        _folder.Write("c.jsonl", "");

        Should.Throw<ProviderSettingsException>(() => _provider.CreateClient(A.Settings("c.jsonl", _folder.Path)))
            .Problems.ShouldHaveSingleItem().What.ShouldBe("c.jsonl: the cassette is empty");
    }

    [Fact]
    public void The_message_of_a_strange_exception_is_not_repeated() =>
        _provider.Classify(new InvalidOperationException("private")).ShouldBe(new ProviderFault(ProviderFaultKind.Permanent, "replaying failed with InvalidOperationException"));

    private IChatClient ClientOf(params string[] lines)
    {
        _folder.Write("c.jsonl", string.Join('\n', lines) + "\n");
        return _provider.CreateClient(A.Settings("c.jsonl", _folder.Path));
    }

    private IReadOnlyList<SettingsProblem> Problems(params string[] lines) => Should.Throw<ProviderSettingsException>(() => ClientOf(lines)).Problems;
}
