namespace TnsEval.Plugins.Offline.Tests;

public class TicketTextTests
{
    [Fact]
    public void A_segment_is_a_sentence_inside_one_line() =>
        Segments("One. Two! Three?\nFour").ShouldBe(["One.", "Two!", "Three?", "Four"]);

    [Fact]
    public void A_sentence_keeps_its_closing_quote() =>
        Segments("He said 'I will.' Then he left.").ShouldBe(["He said 'I will.'", "Then he left."]);

    [Fact]
    public void Points_inside_numbers_and_names_do_not_end_a_sentence() =>
        Segments("Pay $4.50 at park.example now").ShouldBe(["Pay $4.50 at park.example now"]);

    [Fact]
    public void Labels_and_placeholders_of_the_layout_are_not_part_of_any_segment() =>
        Segments("Language: en\nSubject: A dog\nEarlier messages:\n(none)\n[sender] Hi\nagent: Hello\nMessage:\nThanks")
            .ShouldBe(["A dog", "Hi", "Hello", "Thanks"]);

    [Fact]
    public void Marks_before_quoted_lines_are_not_part_of_any_segment() => Segments(">> > the dog is back").ShouldBe(["the dog is back"]);

    [Fact]
    public void A_long_sentence_is_cut_between_words()
    {
        var segments = Segments(string.Join(' ', Enumerable.Repeat("meadow", 100)));

        segments.ShouldAllBe(segment => segment.Length <= TicketText.MaxSegmentLength);
        segments.ShouldAllBe(segment => segment.StartsWith("meadow") && segment.EndsWith("meadow"));
        segments.Sum(segment => segment.Split(' ').Length).ShouldBe(100);
    }

    [Fact]
    public void A_half_character_belongs_to_no_segment() => Segments("dog\uD83Dbite").ShouldBe(["dog", "bite"]);

    [Fact]
    public void The_language_is_read_from_the_first_line_only()
    {
        TicketText.Of("Language: pt-BR\nx".AsMemory()).Language.ShouldBe("pt-BR");
        TicketText.Of("x\nLanguage: pt-BR".AsMemory()).Language.ShouldBeNull();
    }

    private static List<string> Segments(string text)
    {
        var ticket = TicketText.Of(text.AsMemory());
        return [.. Enumerable.Range(0, ticket.SegmentCount).Select(segment => ticket[segment].ToString())];
    }
}
