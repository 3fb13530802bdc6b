using System.Text;
using TnsTriage.Champions;
using TnsTriage.Prompts;

namespace TnsTriage.Tests;

public sealed class ChampionTests
{
    private static readonly string Text = ChampionFile.Write(Champion.Prompt, Champion.Provenance);

    [Fact]
    public void The_shipped_prompt_can_be_used_as_it_is()
    {
        Champion.Prompt.Hash.ShouldBe(Champion.Provenance.PromptHash);
        Champion.Prompt.Name.ShouldBe(Champion.Provenance.Prompt);
        Champion.Prompt.Definition.Messages[^1].Role.ShouldBe(PromptRole.User);
    }

    [Fact]
    public void Written_and_read_it_is_the_same()
    {
        var (prompt, provenance) = Read(Text);

        prompt.Hash.ShouldBe(Champion.Prompt.Hash);
        ChampionFile.Write(prompt, provenance).ShouldBe(Text);
    }

    [Fact]
    public void A_prompt_that_was_changed_by_hand_is_refused()
    {
        Should.Throw<InvalidDataException>(() => Read(Text.Replace("\"temperature\": 0,", "\"temperature\": 1,", StringComparison.Ordinal)))
            .Message.ShouldContain($"its provenance speaks of {Champion.Prompt.Hash}");
    }

    [Fact]
    public void A_prompt_that_is_none_is_refused()
    {
        Should.Throw<InvalidDataException>(() => Read(Text.Replace("{{body}}", "", StringComparison.Ordinal))).Message.ShouldContain("its prompt has 1 problems");
    }

    [Theory]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 2", "format version 2, this package reads 1")]
    [InlineData("\"kind\":", "\"sort\":", "not what tnseval promote writes")]
    [InlineData("{", "", "not what tnseval promote writes")]
    public void A_file_of_another_shape_is_refused(string old, string @new, string message)
    {
        var at = Text.IndexOf(old, StringComparison.Ordinal);

        Should.Throw<InvalidDataException>(() => Read(string.Concat(Text.AsSpan(0, at), @new, Text.AsSpan(at + old.Length)))).Message.ShouldContain(message);
    }

    [Fact]
    public void The_line_for_the_log_says_what_was_and_what_was_not_measured()
    {
        var provenance = Champion.Provenance with { Kind = ProvenanceKind.Offline, Gate = "fail", ForcedBecause = "a floor" };

        provenance.ToString().ShouldBe($"prompt {provenance.Prompt} ({provenance.PromptHash[..12]}), measured on {provenance.Model.Name}, which is NO LANGUAGE MODEL; gate fail, promoted by force: a floor");
        (provenance with { Kind = ProvenanceKind.Model, Gate = "pass", ForcedBecause = null, Model = provenance.Model with { Name = "ollama/x" } }).ToString()
            .ShouldBe($"prompt {provenance.Prompt} ({provenance.PromptHash[..12]}), measured on ollama/x; gate pass");
    }

    private static (PromptVersion Prompt, ChampionProvenance Provenance) Read(string text) => ChampionFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
