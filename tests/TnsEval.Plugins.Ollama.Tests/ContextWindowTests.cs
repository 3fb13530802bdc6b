namespace TnsEval.Plugins.Ollama.Tests;

public class ContextWindowTests
{
    [Fact]
    public void A_context_grows_in_powers_of_two_and_never_shrinks_so_that_the_server_seldom_loads_anew()
    {
        var window = new ContextWindow(limit: null);

        new[] { 100, 4096, 4097, 500, 20_000, 9_000 }.Select(tokens => window.For(tokens)).ShouldBe([4096, 4096, 8192, 8192, 32_768, 32_768]);
    }

    [Fact]
    public void The_limit_is_never_exceeded_and_is_asked_for_as_it_is() => new ContextWindow(limit: 6000).For(50_000).ShouldBe(6000);

    [Fact]
    public void A_size_beyond_all_reason_does_not_overflow() => new ContextWindow(limit: null).For(long.MaxValue).ShouldBe(1 << 30);

    [Fact]
    public void Many_threads_agree_on_the_largest()
    {
        var window = new ContextWindow(limit: null);

        Parallel.For(0, 64, index => window.For(index * 1000));

        window.For(1).ShouldBe(65_536);
    }
}
