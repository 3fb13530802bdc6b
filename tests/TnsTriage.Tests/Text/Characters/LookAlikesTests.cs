using TnsTriage.Text;

namespace TnsTriage.Tests.Text.Characters;

public class LookAlikesTests
{
    [Theory]
    [InlineData("pаsswоrd", "password")]
    [InlineData("YОUR FILES ARE LОCKED", "YOUR FILES ARE LOCKED")]
    [InlineData("Т\u200Bаm\u200Bіka", "Tamika")]
    [InlineData("Сheck-Ins", "Check-Ins")]
    [InlineData("gοld αnd silνer", "gold and silver")]
    [InlineData("pаssw0rd", "passw0rd")]
    [InlineData("cа\u0301sa", "cása")]
    public void Foreign_letters_in_a_latin_word_are_read_as_what_they_look_like(string raw, string view) => PreparedText.Of(raw).View.ShouldBe(view);

    [Theory]
    [InlineData("Мне страшно, он сосед")]
    [InlineData("сор оса рак")]
    [InlineData("Ευχαριστώ πολύ, όχι")]
    [InlineData("한국어 문의입니다")]
    [InlineData("Отправил SMSки и PDFы")]
    [InlineData("5 kΩ, 3 μm")]
    public void Words_of_other_scripts_stay(string text) => PreparedText.Of(text).View.ShouldBe(text);

    [Theory]
    [InlineData("https://churсh.example/login")]
    [InlineData("church-cеnter.example")]
    [InlineData("pаstor@church.example")]
    public void An_address_is_not_turned_into_the_one_that_it_imitates(string address) => PreparedText.Of($"See {address} now").View.ShouldBe($"See {address} now");

    [Fact]
    public void Leetspeak_is_left_to_the_model() => PreparedText.Of("k1ll y0u").View.ShouldBe("k1ll y0u");
}
