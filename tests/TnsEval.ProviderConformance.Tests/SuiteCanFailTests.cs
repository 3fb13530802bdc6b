using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsEval.ProviderConformance.Tests;

/// <summary>A suite that cannot fail proves nothing: each mistake that a plugin's author may make fails the case that is about it.</summary>
public class SuiteCanFailTests
{
    [Fact]
    public async Task Nothing_fails_when_nothing_is_spoilt() => (await new SpoiltConformance().FailuresAsync()).ShouldBeEmpty();

    [Fact]
    public async Task A_provider_that_retries_by_itself_fails()
    {
        var failures = await Client(async (ask, token) =>
        {
            try
            {
                return await ask(token);
            }
            catch (Exception) when (!token.IsCancellationRequested)
            {
                return await ask(token);
            }
        });

        failures.ShouldContain(nameof(HttpProviderConformance.A_server_error_is_transient));
        failures.ShouldContain(nameof(HttpProviderConformance.Too_many_requests_without_a_time_is_a_rate_limit));
        failures.ShouldContain(nameof(HttpProviderConformance.A_connection_lost_within_the_answer_is_transient));
        failures.ShouldNotContain(nameof(HttpProviderConformance.An_answer_is_the_servers_text_and_usage));
    }

    [Fact]
    public async Task A_provider_that_answers_a_cancelled_call_fails()
    {
        var failures = await Client(async (ask, token) =>
        {
            try
            {
                return await ask(token);
            }
            catch (OperationCanceledException)
            {
                return new ChatResponse();
            }
        });

        failures.ShouldBe(
        [
            nameof(ModelProviderConformance.A_call_that_is_cancelled_already_ends_as_cancelled),
            nameof(HttpProviderConformance.A_server_that_hangs_before_its_answer_is_left_at_once),
            nameof(HttpProviderConformance.A_server_that_hangs_within_its_answer_is_left_at_once),
        ]);
    }

    [Fact]
    public async Task A_provider_that_ignores_cancellation_fails()
    {
        var failures = await Client((ask, _) => ask(CancellationToken.None));

        failures.ShouldBe(
        [
            nameof(ModelProviderConformance.A_call_that_is_cancelled_already_ends_as_cancelled),
            nameof(HttpProviderConformance.A_server_that_hangs_before_its_answer_is_left_at_once),
            nameof(HttpProviderConformance.A_server_that_hangs_within_its_answer_is_left_at_once),
        ]);
    }

    [Fact]
    public async Task A_provider_that_mixes_up_parallel_answers_fails()
    {
        Task<ChatResponse>? last = null;
        var failures = await Client(async (ask, token) =>
        {
            var own = ask(token);
            var other = Interlocked.Exchange(ref last, own);   // a field where a local should be
            await Task.Yield();
            await own;
            return other is null || other.IsCompleted ? await own : await other;
        });

        failures.ShouldBe([nameof(ModelProviderConformance.A_hundred_calls_at_once_get_their_own_answers)]);
    }

    [Fact]
    public async Task A_provider_that_says_zero_where_usage_is_unknown_fails()
    {
        var failures = await Client(async (ask, token) =>
        {
            var response = await ask(token);
            response.Usage ??= new UsageDetails { InputTokenCount = 0, OutputTokenCount = 0 };
            return response;
        });

        failures.ShouldBe([nameof(HttpProviderConformance.Usage_that_the_server_does_not_state_is_unknown_and_not_zero)]);
    }

    [Fact]
    public async Task A_provider_that_gives_a_refusal_out_as_an_answer_fails()
    {
        var failures = await Client(async (ask, token) =>
        {
            var response = await ask(token);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, response.Text)) { FinishReason = ChatFinishReason.Stop, Usage = response.Usage };
        });

        failures.ShouldBe(
        [
            nameof(HttpProviderConformance.A_refusal_is_a_refusal),
            nameof(HttpProviderConformance.A_filtered_answer_is_a_refusal),
            nameof(HttpProviderConformance.An_answer_cut_at_the_token_limit_is_truncated),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_provider_that_repeats_an_exceptions_message_fails()
    {
        var failures = await Classify((_, exception) => new ProviderFault(ProviderFaultKind.Permanent, $"it failed: {SafeMessage(exception)}"));

        failures.ShouldContain(nameof(ModelProviderConformance.Any_exception_is_explained_without_quoting_it));
    }

    [Fact]
    public async Task A_provider_whose_message_holds_the_key_fails()
    {
        var failures = await Classify((classify, exception) =>
            classify(exception) is { Kind: ProviderFaultKind.Auth } fault ? fault with { Message = $"'{Canary.Key}' is not valid" } : classify(exception));

        failures.ShouldBe(
        [
            nameof(HttpProviderConformance.A_wrong_key_is_a_fault_of_credentials),
            nameof(HttpProviderConformance.A_forbidden_call_ends_the_run),
            nameof(HttpProviderConformance.A_server_that_quotes_key_and_ticket_gets_neither_into_a_message),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_provider_that_takes_a_rate_limit_for_something_else_fails()
    {
        var failures = await Classify((classify, exception) =>
            classify(exception) is { Kind: ProviderFaultKind.RateLimited } fault ? fault with { Kind = ProviderFaultKind.Transient } : classify(exception));

        failures.ShouldContain(nameof(HttpProviderConformance.Too_many_requests_without_a_time_is_a_rate_limit));
        failures.ShouldContain(nameof(HttpProviderConformance.Too_many_requests_says_how_many_seconds_to_wait));
        failures.ShouldNotContain(nameof(HttpProviderConformance.A_server_error_is_transient));
    }

    [Fact]
    public async Task A_provider_that_does_not_hand_on_the_time_to_wait_fails()
    {
        var failures = await Classify((classify, exception) => classify(exception) with { RetryAfter = null });

        failures.ShouldBe(
        [
            nameof(HttpProviderConformance.Too_many_requests_says_how_many_seconds_to_wait),
            nameof(HttpProviderConformance.Too_many_requests_says_until_when_to_wait),
            nameof(HttpProviderConformance.A_server_that_is_not_available_says_how_long),
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_provider_that_throws_while_it_explains_fails()
    {
        var failures = await Classify((classify, exception) => classify((HttpRequestException)exception));

        failures.ShouldContain(nameof(ModelProviderConformance.Any_exception_is_explained_without_quoting_it));
        failures.ShouldContain(nameof(HttpProviderConformance.A_wrong_key_is_a_fault_of_credentials));
    }

    [Fact]
    public async Task A_provider_whose_second_disposal_throws_fails()
    {
        var failures = await new SpoiltConformance(client => new OnceDisposable(client)).FailuresAsync();

        failures.ShouldContain(nameof(ModelProviderConformance.Disposing_twice_does_no_harm));
    }

    private static Task<IReadOnlyList<string>> Client(
        Func<Func<CancellationToken, Task<ChatResponse>>, CancellationToken, Task<ChatResponse>> answer) =>
        new SpoiltConformance(client => new SpoiltClient(client, answer)).FailuresAsync();

    private static Task<IReadOnlyList<string>> Classify(Func<Func<Exception, ProviderFault>, Exception, ProviderFault> classify) =>
        new SpoiltConformance(spoilClassify: classify).FailuresAsync();

    private static string SafeMessage(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (NotSupportedException)
        {
            return "";
        }
    }

    private sealed class OnceDisposable(IChatClient inner) : DelegatingChatClient(inner)
    {
        private bool _disposed;

        protected override void Dispose(bool disposing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _disposed = true;
            base.Dispose(disposing);
        }
    }
}
