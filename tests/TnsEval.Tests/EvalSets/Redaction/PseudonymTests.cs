using TnsEval.EvalSets.Redaction;

namespace TnsEval.Tests.EvalSets.Redaction;

public sealed class PseudonymTests
{
    [Fact]
    public void The_same_number_written_otherwise_has_the_same_pseudonym()
    {
        var numbers = Redacted.Text("(212) 555-7788\n+1 212 555 7788\n212.555.7788").Split('\n');

        numbers.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
    }

    [Fact]
    public void Other_keys_give_other_pseudonyms() =>
        new Pseudonyms(RedactionKey.CreateRandom()).Of(PersonalDataKind.Email, "ann@stpaul.zz")
            .ShouldNotBe(new Pseudonyms(RedactionKey.CreateRandom()).Of(PersonalDataKind.Email, "ann@stpaul.zz"));

    [Fact]
    public void A_code_is_the_beginning_of_HMAC_SHA256_over_kind_and_identity() =>
        // Made by another program: Python's hmac.new(bytes(32), b"email\0ann@stpaul.zz", "sha256").hexdigest()[:6].
        new Pseudonyms(Redacted.Key).Of(PersonalDataKind.Email, "ann@stpaul.zz").ShouldBe("person-06e4c3@redacted.example");

    [Fact]
    public void No_two_identities_share_a_code_even_when_codes_are_short()
    {
        var pseudonyms = new Pseudonyms(Redacted.Key, codeLength: 1);

        var given = Enumerable.Range(0, 500).Select(number => pseudonyms.Of(PersonalDataKind.Name, $"person {number}")).ToArray();

        given.ShouldBeUnique();
        given.ShouldBe(Enumerable.Range(0, 500).Select(number => pseudonyms.Of(PersonalDataKind.Name, $"person {number}")));
    }

    [Fact]
    public void A_code_that_the_set_already_uses_is_not_given_to_another()
    {
        var code = new Pseudonyms(Redacted.Key).Of(PersonalDataKind.Name, "ann")["Person-".Length..];
        var pseudonyms = new Pseudonyms(Redacted.Key);
        pseudonyms.Reserve($"as [phone {code}] said");

        pseudonyms.Of(PersonalDataKind.Name, "ann").ShouldNotBe($"Person-{code}");
    }
}
