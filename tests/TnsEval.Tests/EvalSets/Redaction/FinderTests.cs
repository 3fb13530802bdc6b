namespace TnsEval.Tests.EvalSets.Redaction;

/// <summary>What each finder takes and, as important, what it leaves. Real-shaped values are from ranges that are kept for fiction or belong to nobody.</summary>
public sealed class FinderTests
{
    [Theory]
    [InlineData("Write to ann.lee+gifts@mail.stpaul.zz, please.", "Write to <person>, please.")]
    [InlineData("<a href=\"mailto:ANN@stpaul.zz\">mail</a>", "<a href=\"mailto:<person>\">mail</a>")]
    [InlineData("(josé@parróquia.zz)", "(<person>)")]
    [InlineData("ann@stpaul.zz,bob@stpaul.zz", "<person>,<person>")]
    public void An_e_mail_address_is_replaced(string text, string expected) => Redacted.Shape(text).ShouldBe(expected);

    [Theory]
    [InlineData("ann@mailbox.example and bob@giving.test stay, for nobody owns them")]
    [InlineData("Follow @stpaul or meet @ 7.30 at a@b")]
    public void What_only_looks_like_an_e_mail_address_stays(string text) => Redacted.Text(text).ShouldBe(text);

    [Theory]
    [InlineData("Ring 212-555-7788 today", "Ring <phone> today")]
    [InlineData("(212) 555-7788", "<phone>")]
    [InlineData("1.212.555.7788.", "<phone>.")]
    [InlineData("+44 (0)20 7946 0958 is the office", "<phone> is the office")]
    [InlineData("+34 600 000 000", "<phone>")]
    [InlineData("Tel.: 01 99 00 12 34", "Tel.: <phone>")]
    [InlineData("my cell is 2125557788", "my cell is <phone>")]
    [InlineData("WhatsApp (11) 95555-7788", "WhatsApp <phone>")]
    [InlineData("هاتف \u200E+٩٧٢ ٥٠ ٥٥٥ ٧٧٨٨\u200F شكرا", "هاتف \u200E<phone>\u200F شكرا")]
    public void A_phone_number_is_replaced(string text, string expected) => Redacted.Shape(text).ShouldBe(expected);

    [Theory]
    [InlineData("Call 212-555-0142, a number kept for fiction")]
    [InlineData("On 2025-10-06 or 10/06/2025 at 10:15")]
    [InlineData("call on 2025-10-06")]
    [InlineData("Order 100-200-3000 and invoice 2025-0001-44")]
    [InlineData("$1,250,000.00 and 12 500 000 gifts")]
    [InlineData("ticket 2125557788")]
    [InlineData("Psalm 119:105-112; Romans 8:28-39")]
    public void Dates_orders_amounts_and_verses_are_no_phone_numbers(string text) => Redacted.Text(text).ShouldBe(text);

    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("5555-5555-5555-4444")]
    [InlineData("3782 822463 10005")]
    [InlineData("30569309025904")]
    [InlineData("6011\u00A01111\u00A01111\u00A01117")]
    [InlineData("٤١١١ ١١١١ ١١١١ ١١١١")]
    public void A_card_number_that_passes_Luhn_is_replaced(string number) => Redacted.Shape($"Card {number}, please").ShouldBe("Card <card>, please");

    [Theory]
    [InlineData("order 4111 1111 1111 1112")]
    [InlineData("order 1234567812345670 begins like no network")]
    [InlineData("tracking 00340434161094042557")]
    [InlineData("411111111111")]
    public void A_number_that_fails_the_card_checks_stays(string text) => Redacted.Text(text).ShouldBe(text);

    [Theory]
    [InlineData("IBAN GB82 WEST 1234 5698 7654 32.", "IBAN <IBAN>.")]
    [InlineData("an de89370400440532013000 bitte", "an <IBAN> bitte")]
    [InlineData("FR14 2004 1010 0505 0001 3M02 606 merci", "<IBAN> merci")]
    [InlineData("Routing number: 111000025, account number 000123456789", "Routing number: <bank>, account number <bank>")]
    [InlineData("my checking acct is 4415 2296", "my checking acct is <bank>")]
    public void A_bank_number_is_replaced(string text, string expected) => Redacted.Shape(text).ShouldBe(expected);

    [Theory]
    [InlineData("GB83 WEST 1234 5698 7654 32")]
    [InlineData("ZZ82 WEST 1234 5698 7654 32")]
    [InlineData("routing rule 111000026")]
    [InlineData("our account 10023456 on your platform")]
    public void A_number_that_fails_the_bank_checks_stays(string text) => Redacted.Text(text).ShouldBe(text);

    [Theory]
    [InlineData("Come to 12 Old Mill Road, Apt 4B today", "Come to <address> today")]
    [InlineData("at 1450 N 3rd St., Springfield, IL 62704", "at <address>")]
    [InlineData("Vivo en Calle de la Luna, 14", "Vivo en <address>")]
    [InlineData("Rua das Flores, nº 120", "<address>")]
    [InlineData("12 bis, rue de la Paix", "<address>")]
    [InlineData("Lindenstraße 7a, 12345 Musterstadt", "<address>")]
    [InlineData("P.O. Box 441", "<address>")]
    [InlineData("Caixa Postal 77", "<address>")]
    public void A_street_address_is_replaced(string text, string expected) => Redacted.Shape(text).ShouldBe(expected);

    [Theory]
    [InlineData("12 people walked down the road")]
    [InlineData("2 Corinthians 5:7 and John 3:16")]
    [InlineData("Parkplatz 5, Sitzplatz 12")]
    [InlineData("Signed: R. Stokke, 14 years old")]
    [InlineData("10 Labels per Street in the report")]
    public void What_only_looks_like_an_address_stays(string text) => Redacted.Text(text).ShouldBe(text);

    [Theory]
    [InlineData("https://ann:secret@give.stpaul.zz/f?donor=ann&amount=5.", "https://<redacted>@give.stpaul.zz/f?<redacted>.")]
    [InlineData("https://stpaul.zz/cb#access_token=abc", "https://stpaul.zz/cb#<redacted>")]
    [InlineData("<a href=\"https://stpaul.zz/?m=ann@stpaul.zz\">x</a>", "<a href=\"https://stpaul.zz/?<redacted>\">x</a>")]
    public void User_info_query_and_secret_fragment_of_a_URL_are_replaced(string text, string expected) => Redacted.Shape(text).ShouldBe(expected);

    [Theory]
    [InlineData("https://stpaul.zz/people/check-in#labels")]
    [InlineData("https://giving.example/f?donor=7")]
    [InlineData("Really? Yes: https://stpaul.zz.")]
    public void Host_path_and_reserved_URLs_stay(string text) => Redacted.Text(text).ShouldBe(text);
}
