using System.Globalization;
using System.Text;
using TnsEval.Testing;
using TnsTriage.Text.Characters;

namespace TnsTriage.Tests.Text.Characters;

public class CanonicalCompositionTests
{
    [Fact]
    public void Form_c_is_what_another_program_makes_of_the_same_text()
    {
        var cases = File.ReadLines(Path.Combine(TestPaths.ProjectDirectory, "Text", "Characters", "CanonicalComposition.golden.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(';').Select(Decode).ToArray())
            .ToArray();

        var wrong = cases.Where(text => CanonicalComposition.Normalize(text[0]) != text[1]).Select(text => text[0]);

        cases.Length.ShouldBeGreaterThan(300);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_hangul_syllable_is_composed_from_its_letters()
    {
        CanonicalComposition.Normalize("\u1112\u1161\u11AB\u1100\u1173\u11AF").ShouldBe("한글");
        CanonicalComposition.Normalize("\u1100\u1161").ShouldBe("가");
    }

    [Fact]
    public void A_character_that_is_composed_already_normalizes_to_itself()
    {
        var changed = Enumerable.Range(0, 0x30000)
            .Where(Rune.IsValid).Select(value => new Rune(value))
            .Where(CanonicalComposition.IsComposed)
            .Where(rune => CanonicalComposition.Normalize(rune.ToString()) != rune.ToString());

        changed.ShouldBeEmpty();
    }

    private static string Decode(string codePoints) => string.Concat(codePoints.Split(' ')
        .Select(digits => new Rune(int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()));
}
