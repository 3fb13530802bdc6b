using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance;

/// <content>Answers, and what stands in an answer's place.</content>
public abstract partial class HttpProviderConformance
{
    /// <summary>Text and usage are the server's.</summary>
    [ConformanceCase]
    public async Task An_answer_is_the_servers_text_and_usage()
    {
        await using var bench = Open(AnAnswer);

        var response = (await ReactionAsync(bench)).Response;

        Assert.True(response is not null, $"The call gave {Seen} instead of a response.");
        Assert.Equal(Canary.Answer, response.Text);
        Assert.Equal(InputTokens, response.Usage?.InputTokenCount);
        Assert.Equal(OutputTokens, response.Usage?.OutputTokenCount);
    }

    /// <summary>What is not known is null: zero tokens would be a price of nothing.</summary>
    [ConformanceCase]
    public async Task Usage_that_the_server_does_not_state_is_unknown_and_not_zero()
    {
        await using var bench = Open(Require(Dialect.AnswerWithoutUsage(Canary.Answer), "an answer without usage"));

        var response = (await ReactionAsync(bench)).Response;

        Assert.True(response is not null, $"The call gave {Seen} instead of a response.");
        Assert.Equal(Canary.Answer, response.Text);
        Assert.Null(response.Usage?.InputTokenCount);
        Assert.Null(response.Usage?.OutputTokenCount);
    }

    /// <summary>Prompt and answer keep every character.</summary>
    [ConformanceCase]
    public async Task Characters_of_every_kind_arrive_both_ways()
    {
        string[] texts =
        [
            "Grüße aus Köln, čeština, ½ € — “quoted” \\ \"escaped\" </ticket>",
            "祈り会は何時ですか 기도 صلاة الجمعة שלום नमस्ते",
            "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 \u200F\u202Ertl\u202C tab\t line\nline\r\nend \u2028",
        ];
        foreach (var text in texts)
        {
            await using var bench = Open(Dialect.Answer(text, InputTokens, OutputTokens));

            var response = await bench.AskAsync(About(text));

            Assert.Equal(text, response.Text);
            Assert.Equal(text, Dialect.PromptOf(bench.Server.Requests.Last()));
        }
    }

    /// <summary>Nothing is cut off or sent twice.</summary>
    [ConformanceCase]
    public async Task A_prompt_of_200_KB_arrives_whole()
    {
        await using var bench = Open();

        await bench.AskAsync(LongQuestion);

        Assert.True(Dialect.PromptOf(bench.Server.Requests.Last()) == LongText, "The last message did not arrive as it was sent.");
    }

    /// <summary>A refusal is a finding about the model, and never an answer.</summary>
    [ConformanceCase]
    public Task A_refusal_is_a_refusal() => RefusesAsync(Require(Dialect.Refusal(Canary.Answer), "a refusal"));

    /// <summary>The vendor's filter refuses just the tickets that matter here.</summary>
    [ConformanceCase]
    public Task A_filtered_answer_is_a_refusal() => RefusesAsync(Require(Dialect.FilteredAnswer, "a filtered answer"));

    /// <summary>The vendor's filter refuses just the tickets that matter here.</summary>
    [ConformanceCase]
    public Task A_filtered_prompt_is_a_refusal() => RefusesAsync(Require(Dialect.FilteredPrompt, "a filtered prompt"));

    /// <summary>Part of an assessment is none.</summary>
    [ConformanceCase]
    public Task An_answer_cut_at_the_token_limit_is_truncated() => TruncatesAsync(Require(Dialect.CutAnswer(Canary.Answer), "a cut answer"));

    /// <summary>An answer to part of a ticket is not an answer.</summary>
    [ConformanceCase]
    public Task A_prompt_that_is_too_long_is_truncated() => TruncatesAsync(Require(Dialect.PromptTooLong, "a prompt that is too long"));

    /// <summary>Nothing was said, which is not the same as "benign".</summary>
    [ConformanceCase]
    public Task No_answer_in_the_reply_is_a_fault() =>
        FaultAsync(Require(Dialect.NoAnswer, "a reply without an answer"), ProviderFaultKind.Transient, ProviderFaultKind.Permanent);

    private async Task RefusesAsync(HttpReply reply)
    {
        await using var bench = Open(reply);
        var reaction = await ReactionAsync(bench);
        Assert.True(
            reaction.IsRefusal,
            $"The call gave {reaction}. Say Refused in Classify, or give a response with finish reason content_filter or an ErrorContent of code Refusal.");
    }

    private async Task TruncatesAsync(HttpReply reply)
    {
        await using var bench = Open(reply);
        var reaction = await ReactionAsync(bench);
        Assert.True(reaction.IsTruncation, $"The call gave {reaction}. Say Truncated in Classify, or give a response with finish reason length.");
    }
}
