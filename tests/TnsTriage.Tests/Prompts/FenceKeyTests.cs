using FsCheck;
using FsCheck.Fluent;
using TnsTriage.Prompts;

namespace TnsTriage.Tests.Prompts;

public sealed class FenceKeyTests
{
    [Fact]
    public void Same_key_and_ticket_give_the_same_code() =>
        A.FenceKey().CodeFor(A.PreparedTicket()).ShouldBe(A.FenceKey().CodeFor(A.PreparedTicket()));

    [Fact]
    public void Code_is_16_hexadecimal_digits() => A.FenceKey().CodeFor(A.PreparedTicket()).ShouldMatch("^[0-9a-f]{16}$");

    [Fact]
    public void Another_key_gives_another_code() =>
        A.FenceKey(1).CodeFor(A.PreparedTicket()).ShouldNotBe(A.FenceKey(2).CodeFor(A.PreparedTicket()));

    [Fact]
    public void Random_keys_differ() =>
        FenceKey.CreateRandom().CodeFor(A.PreparedTicket()).ShouldNotBe(FenceKey.CreateRandom().CodeFor(A.PreparedTicket()));

    [Fact]
    public void Code_depends_on_every_part_of_the_ticket_and_on_where_the_parts_end()
    {
        string[] codes =
        [
            Code("ab", "c"),
            Code("a", "bc"),
            Code("ab", "c", ""),
            Code("ab", "", "c"),
            Code("", "ab", "c"),
            Code("ab", "c", "d"),
            Code("ab", "c", "d", "e"),
            Code("ab", "c", "de"),
        ];

        codes.ShouldBeUnique();
    }

    [Fact]
    public void Key_is_copied()
    {
        var bytes = Enumerable.Repeat((byte)1, 32).ToArray();
        var key = new FenceKey(bytes);
        bytes[0] = 2;

        key.CodeFor(A.PreparedTicket()).ShouldBe(A.FenceKey(1).CodeFor(A.PreparedTicket()));
    }

    [Fact]
    public void Key_below_16_bytes_is_refused() => Should.Throw<ArgumentOutOfRangeException>(() => new FenceKey(new byte[15]));

    [Fact]
    public void Code_never_occurs_in_the_ticket() =>
        Prop.ForAll(Gen.Elements("0123456789abcdef \n".ToCharArray()).ListOf().ToArbitrary(), characters =>
        {
            var ticket = A.PreparedTicket(body: string.Concat(characters), subject: string.Concat(characters.Take(20)));
            var code = A.FenceKey().CodeFor(ticket);
            return !ticket.Body.View.Contains(code, StringComparison.Ordinal)
                && !ticket.Subject.View.Contains(code, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Text_that_cannot_be_encoded_has_a_code_too() => Code("half a pair \ud83d", "").ShouldMatch("^[0-9a-f]{16}$");

    private static string Code(string subject, string body, params string[] thread) => A.FenceKey().CodeFor(
        A.PreparedTicket(body, subject, thread: [.. thread.Select(text => new ThreadMessage(ThreadAuthor.Sender, text))]));
}
