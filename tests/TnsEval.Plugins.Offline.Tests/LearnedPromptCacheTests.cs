using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline.Tests;

public class LearnedPromptCacheTests
{
    private static readonly ChatResponseFormatJson Format = (ChatResponseFormatJson)A.Options().ResponseFormat!;

    private readonly LearnedPromptCache _cache = new();

    [Fact]
    public void The_same_prompt_is_learned_once_whatever_the_ticket() =>
        _cache.Get([A.System(), A.Ticket("a dog")], 1, Format).ShouldBeSameAs(_cache.Get([A.System(), A.Ticket("a bee")], 1, Format));

    [Fact]
    public void An_equal_prompt_and_schema_in_other_instances_are_the_same_prompt()
    {
        var first = _cache.Get([A.System()], 1, Format);

        _cache.Get([A.System(new string(A.Definitions))], 1, (ChatResponseFormatJson)A.Options().ResponseFormat!).ShouldBeSameAs(first);
    }

    [Fact]
    public void Another_text_another_few_shot_or_another_schema_is_another_prompt()
    {
        var first = _cache.Get([A.System()], 1, Format);

        _cache.Get([A.System($"{A.Definitions} ")], 1, Format).ShouldNotBeSameAs(first);
        _cache.Get([A.System(), .. A.FewShot("a dog", null)], 3, Format).ShouldNotBeSameAs(first);
        var otherSchema = A.Schema.Replace("bee_trouble", "wasp_trouble", StringComparison.Ordinal);
        _cache.Get([A.System()], 1, (ChatResponseFormatJson)A.Options(otherSchema).ResponseFormat!).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Only_the_last_few_prompts_are_kept()
    {
        var first = _cache.Get([A.System()], 1, Format);
        for (var version = 0; version < 8; version++)
        {
            _cache.Get([A.System($"{A.Definitions} {version}")], 1, Format);
        }

        _cache.Get([A.System()], 1, Format).ShouldNotBeSameAs(first);
    }
}
