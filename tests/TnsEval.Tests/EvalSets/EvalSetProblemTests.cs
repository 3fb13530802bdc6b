using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TnsEval.EvalSets;

namespace TnsEval.Tests.EvalSets;

public class EvalSetProblemTests
{
    [Fact]
    public void No_set_is_a_problem()
    {
        EvalSet.TryLoad([], null, out _, out var problems).ShouldBeFalse();

        problems.ShouldHaveSingleItem().What.ShouldBe("none is named");
    }

    [Fact]
    public void Every_path_that_does_not_exist_is_a_problem()
    {
        EvalSet.TryLoad(["nowhere/dev.jsonl", "", "nowhere"], null, out _, out var problems).ShouldBeFalse();

        problems.Select(problem => problem.Where).ShouldBe(["nowhere/dev.jsonl", "", "nowhere"]);
        problems.ShouldAllBe(problem => problem.What == "no such file or folder");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    [InlineData("\uFEFF")]
    public void A_file_without_tickets_is_a_problem(string content) =>
        EvalSetFolder.ProblemsOf(content).ShouldBe(["dev.jsonl: the file holds no ticket"]);

    [Fact]
    public void A_folder_without_sets_is_a_problem()
    {
        using var folder = new EvalSetFolder();

        folder.ProblemsOf().ShouldHaveSingleItem().What.ShouldBe("the folder holds no .jsonl file");
    }

    [Theory]
    [InlineData("tets")]
    [InlineData("../dev")]
    public void A_missing_split_names_the_ones_that_exist(string split)
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", TicketLine.Benign("t-1"));
        folder.Write("test.jsonl", TicketLine.Benign("t-2"));

        var problem = folder.ProblemsOf(split).ShouldHaveSingleItem();

        problem.What.ShouldBe($"there is no split \"{split}\"");
        problem.Fix.ShouldBe("Use one of dev, test");
    }

    [Fact]
    public void An_id_used_in_two_files_names_both_places()
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", TicketLine.Benign("t-1"), TicketLine.Benign("t-2"));
        folder.Write("test.jsonl", TicketLine.Benign("t-2"));

        var problem = folder.ProblemsOf().ShouldHaveSingleItem();

        problem.Where.ShouldEndWith("test.jsonl:1");
        problem.What.ShouldStartWith("id \"t-2\" is already used at ");
        problem.What.ShouldEndWith("dev.jsonl:2");
    }

    [Fact]
    public void A_broken_line_names_its_place_and_the_others_are_still_checked() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign("t-1"),
        "",
        """{"id":"t-2","body":"a secret""",
        TicketLine.Benign("t-3").With("severity", "high")).ShouldBe(
        [
            "dev.jsonl:3: not valid JSON at byte 29 of the line",
            "dev.jsonl:4: label \"benign\" contradicts severity \"high\"",
        ]);

    [Fact]
    public void Text_after_the_object_is_a_problem() =>
        EvalSetFolder.ProblemsOf(TicketLine.Benign() + "{}").ShouldHaveSingleItem().ShouldContain("not valid JSON at byte ");

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"t-1\"")]
    public void A_line_that_is_no_object_is_a_problem(string line) =>
        EvalSetFolder.ProblemsOf(line).ShouldBe(["dev.jsonl:1: not a JSON object"]);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_a_problem()
    {
        using var folder = new EvalSetFolder();
        var text = TicketLine.Benign().ToString().Replace("How", "H\u00f6w", StringComparison.Ordinal);
        folder.Write("dev.jsonl", Encoding.Latin1.GetBytes(text));

        folder.ProblemsOf().ShouldHaveSingleItem().What.ShouldBe("not valid UTF-8 from byte 41 of the line on");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_problem() =>
        EvalSetFolder.ProblemsOf(TicketLine.Benign().ToString().Replace("How", "\\ud83d", StringComparison.Ordinal))
            .ShouldBe(["dev.jsonl:1: holds a \\u escape that is half of a surrogate pair"]);

    [Fact]
    public void Unknown_missing_and_repeated_keys_are_problems() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign().Without("why").With("severty", "none").ToString()
            .Replace("\"language\"", "\"body\":\"\",\"language\"", StringComparison.Ordinal)).ShouldBe(
        [
            "dev.jsonl:1: key \"body\" stands twice",
            "dev.jsonl:1: unknown key \"severty\"",
            "dev.jsonl:1: key \"why\" is missing",
        ],
        ignoreOrder: true);

    [Fact]
    public void Wrong_types_and_nulls_are_problems_all_at_once()
    {
        var line = new JsonObject
        {
            ["id"] = null, ["subject"] = 1, ["body"] = true, ["language"] = new JsonArray(), ["label"] = null, ["categories"] = "self_harm",
            ["severity"] = 3, ["stress"] = new JsonArray("sarcasm", null, 7), ["pair"] = new JsonObject(), ["why"] = false,
            ["thread"] = new JsonArray("x"),
        };

        EvalSetFolder.ProblemsOf(line.ToJsonString()).ShouldBe(
            [
                "dev.jsonl:1: \"id\" is null, not a text",
                "dev.jsonl:1: \"subject\" is a number, not a text",
                "dev.jsonl:1: \"body\" is true, not a text",
                "dev.jsonl:1: \"language\" is an array, not a text",
                "dev.jsonl:1: \"label\" is null, not a text",
                "dev.jsonl:1: \"categories\" is a text, not an array",
                "dev.jsonl:1: \"severity\" is a number, not a text",
                "dev.jsonl:1: item 2 of \"stress\" is null, not a text",
                "dev.jsonl:1: item 3 of \"stress\" is a number, not a text",
                "dev.jsonl:1: \"pair\" is an object, not a text",
                "dev.jsonl:1: \"why\" is false, not a text",
                "dev.jsonl:1: item 1 of \"thread\" is a text, not an object",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Messages_of_a_thread_are_checked_as_strictly() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign().With("thread", JsonNode.Parse("""[{"from":"sender","body":""},{"from":"agnet","body":7,"at":"noon"}]"""))).ShouldBe(
        [
            "dev.jsonl:1: unknown key \"at\" in item 2 of \"thread\"",
            "dev.jsonl:1: unknown from \"agnet\"",
            "dev.jsonl:1: \"body\" in item 2 of \"thread\" is a number, not a text",
        ]);

    [Theory]
    [InlineData("label", "benin", "unknown label \"benin\"", "Write \"benign\", if that is meant")]
    [InlineData("severity", "hihg", "unknown severity \"hihg\"", "Write \"high\", if that is meant")]
    [InlineData("severity", "Medium", "unknown severity \"Medium\"", "Write \"medium\", if that is meant")]
    [InlineData("severity", "urgent", "unknown severity \"urgent\"", "Use one of none, low, medium, high, critical")]
    [InlineData("language", "english!", "language (a text of 8 characters) is not a BCP-47 tag", "Write a tag such as en, es, pt-BR or zh-Hant")]
    [InlineData("language", "pt-br", "language \"pt-br\" is not a BCP-47 tag", "Write \"pt-BR\"")]
    [InlineData("why", " ", "\"why\" is empty", "State the deciding fact and the rule")]
    public void A_wrong_value_says_what_is_meant_or_allowed(string key, string value, string what, string fix)
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", TicketLine.Benign().With(key, value));

        var problem = folder.ProblemsOf().ShouldHaveSingleItem();

        problem.What.ShouldBe(what);
        problem.Fix.ShouldBe(fix);
    }

    [Theory]
    [InlineData("categories", "self_ham", "unknown category \"self_ham\"", "Write \"self_harm\", if that is meant")]
    [InlineData("stress", "hn_pastorl", "unknown stress tag \"hn_pastorl\"", "Write \"hn_pastoral\", if that is meant")]
    public void A_wrong_item_says_what_is_meant(string key, string value, string what, string fix)
    {
        using var folder = new EvalSetFolder();
        folder.Write("dev.jsonl", TicketLine.Benign().With("severity", "low").WithList(key, value));

        var problem = folder.ProblemsOf().ShouldHaveSingleItem();

        problem.What.ShouldBe(what);
        problem.Fix.ShouldBe(fix);
    }

    [Theory]
    [InlineData("escalate", "none")]
    [InlineData("escalate", "low")]
    [InlineData("benign", "medium")]
    [InlineData("benign", "high")]
    [InlineData("benign", "critical")]
    public void A_label_that_contradicts_its_severity_is_a_problem(string label, string severity) =>
        EvalSetFolder.ProblemsOf((label == "escalate" ? TicketLine.Escalate() : TicketLine.Benign()).With("severity", severity))
            .ShouldContain($"dev.jsonl:1: label \"{label}\" contradicts severity \"{severity}\"", StringComparer.Ordinal);

    [Fact]
    public void Escalate_without_a_category_is_a_problem() =>
        EvalSetFolder.ProblemsOf(TicketLine.Escalate().WithList("categories")).ShouldBe(["dev.jsonl:1: label \"escalate\" has no category"]);

    [Fact]
    public void Severity_none_with_a_category_is_a_problem() =>
        EvalSetFolder.ProblemsOf(TicketLine.Benign().WithList("categories", "self_harm", "legal_process"))
            .ShouldBe(["dev.jsonl:1: severity \"none\" has categories (self_harm, legal_process)"]);

    [Fact]
    public void Severity_low_may_have_a_category() =>
        EvalSetFolder.SetOf(TicketLine.Benign().With("severity", "low").WithList("categories", "self_harm")).Cases.Count.ShouldBe(1);

    [Fact]
    public void A_benign_ticket_has_exactly_one_hard_negative_kind() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign("t-1").WithList("stress", "sarcasm"),
        TicketLine.Benign("t-2").WithList("stress", "hn_angry", "sarcasm", "hn_figurative")).ShouldBe(
        [
            "dev.jsonl:1: label \"benign\" has no hard-negative kind",
            "dev.jsonl:2: label \"benign\" has 2 hard-negative kinds (hn_angry, hn_figurative)",
        ]);

    [Fact]
    public void An_escalate_ticket_has_no_hard_negative_kind() =>
        EvalSetFolder.ProblemsOf(TicketLine.Escalate().WithList("stress", "ordinary"))
            .ShouldBe(["dev.jsonl:1: label \"escalate\" has a hard-negative kind (ordinary)"]);

    [Fact]
    public void The_same_item_twice_is_a_problem() => EvalSetFolder.ProblemsOf(
        TicketLine.Escalate().WithList("stress", "sarcasm", "sarcasm").WithList("categories", "self_harm", "self_harm")).ShouldBe(
        [
            "dev.jsonl:1: \"categories\" has \"self_harm\" twice",
            "dev.jsonl:1: \"stress\" has \"sarcasm\" twice",
        ]);

    [Fact]
    public void Language_and_the_tag_non_english_must_agree() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign("t-1").With("language", "es-MX"),
        TicketLine.Benign("t-2").With("language", "en-GB").WithList("stress", "ordinary", "non_english")).ShouldBe(
        [
            "dev.jsonl:1: language \"es-MX\" lacks the tag non_english",
            "dev.jsonl:2: language \"en-GB\" contradicts the tag non_english",
        ]);

    [Theory]
    [InlineData("und")]
    [InlineData("en")]
    [InlineData("en-US")]
    public void English_and_wordless_tickets_need_no_language_tag(string language) =>
        EvalSetFolder.SetOf(TicketLine.Benign().With("language", language)).Cases.Count.ShouldBe(1);

    [Fact]
    public void A_why_of_more_than_30_words_is_a_problem() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign().With("why", string.Join(' ', Enumerable.Repeat("word", 31)))).ShouldBe(["dev.jsonl:1: \"why\" has 31 words"]);

    [Fact]
    public void Subject_and_body_both_empty_is_a_problem() =>
        EvalSetFolder.ProblemsOf(TicketLine.Benign().With("subject", " ").With("body", ""))
            .ShouldBe(["dev.jsonl:1: \"subject\" and \"body\" are both empty"]);

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("t-1\n")]
    public void An_id_that_is_no_short_name_is_a_problem(string id) =>
        EvalSetFolder.ProblemsOf(TicketLine.Benign(id)).ShouldHaveSingleItem().ShouldEndWith("is not a short name");

    [Theory]
    [InlineData("escalate-1")]
    [InlineData("x-Benign7")]
    [InlineData("pos-1")]
    [InlineData("t.NEG.4")]
    [InlineData("hn_angry_3")]
    [InlineData("falsepositive")]
    public void An_id_that_reveals_the_label_is_a_problem(string id) =>
        EvalSetFolder.ProblemsOf(TicketLine.Benign(id)).ShouldHaveSingleItem().ShouldStartWith($"dev.jsonl:1: id \"{id}\" reveals the label by ");

    [Theory]
    [InlineData("post-1")]
    [InlineData("neglect-2")]
    [InlineData("john-3")]
    public void An_id_that_only_resembles_a_label_is_fine(string id) => EvalSetFolder.SetOf(TicketLine.Benign(id)).Cases.Count.ShouldBe(1);

    [Fact]
    public void A_pair_must_exist_point_back_have_the_other_label_and_not_be_itself() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign("t-1").With("pair", "t-9"),
        TicketLine.Benign("t-2").With("pair", "t-3"),
        TicketLine.Escalate("t-3"),
        TicketLine.Benign("t-4").With("pair", "t-5"),
        TicketLine.Benign("t-5").With("pair", "t-4"),
        TicketLine.Benign("t-6").With("pair", "t-6"),
        TicketLine.Escalate("t-7").With("pair", "t-4")).ShouldBe(
        [
            "dev.jsonl:6: pair \"t-6\" is the ticket itself",
            "dev.jsonl:1: pair \"t-9\" does not exist in the set",
            "dev.jsonl:2: pair \"t-3\" at dev.jsonl:3 points to no ticket, not back",
            "dev.jsonl:4: pair \"t-5\" at dev.jsonl:5 has the same label \"benign\"",
            "dev.jsonl:5: pair \"t-4\" at dev.jsonl:4 has the same label \"benign\"",
            "dev.jsonl:7: pair \"t-4\" at dev.jsonl:4 points to \"t-5\", not back",
        ]);

    [Fact]
    public void A_twin_with_a_problem_of_its_own_still_exists() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign("t-1").With("pair", "t-2"),
        TicketLine.Escalate("t-2").With("pair", "t-1").With("why", "")).ShouldBe(["dev.jsonl:2: \"why\" is empty"]);

    [Fact]
    public void All_problems_of_a_line_come_out_at_once() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign("benign-1").With("language", "klingon").With("severity", "high").WithList("stress").With("why", "").With("pair", "t-9"))
        .Count.ShouldBe(6);

    [Fact]
    public void A_value_that_is_no_bare_word_is_not_repeated() => EvalSetFolder.ProblemsOf(
        TicketLine.Benign().With("language", "my phone is 555-0100").With("pair", "call me"))
        .ShouldBe(
        [
            "dev.jsonl:1: language (a text of 20 characters) is not a BCP-47 tag",
            "dev.jsonl:1: pair (a text of 7 characters) does not exist in the set",
        ]);

    [Fact]
    public void Ticket_text_never_reaches_a_problem()
    {
        // The sentence is put at every place of a line, one at a time, as a value, an item and a key.
        const string Sentence = "Maya is 6, call 555-0100";
        string[] keys = ["id", "subject", "body", "language", "label", "categories", "severity", "stress", "pair", "why", "thread", Sentence];
        var lines = keys
            .SelectMany(key => new[] { TicketLine.Benign().With(key, Sentence), TicketLine.Benign().WithList(key, Sentence) })
            .Select(line => line.With("subject", "").ToString())
            .Append($$"""{"id":"t-1","body":"{{Sentence}}""")
            .Append($$"""{"id":{{Sentence}}}""");

        var problems = EvalSetFolder.ProblemsOf([.. lines]);

        problems.Count.ShouldBeGreaterThan(20);
        problems.ShouldAllBe(problem =>
            !problem.Contains("Maya", StringComparison.Ordinal) && !problem.Contains("0100", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_the_bytes_loading_ends_in_a_set_or_in_problems()
    {
        var valid = Encoding.UTF8.GetBytes(TicketLine.Benign() + "\n" + TicketLine.Escalate("t-2").With("body", "\u00e9 \uD83D\uDE4F") + "\n");
        var changes = Gen.Zip(Gen.Choose(0, valid.Length - 1), Gen.Choose(0, 255)).ListOf();

        Prop.ForAll(changes.ToArbitrary(), list =>
        {
            var bytes = valid.ToArray();
            foreach (var (at, value) in list)
            {
                bytes[at] = (byte)value;
            }

            using var folder = new EvalSetFolder();
            folder.Write("dev.jsonl", bytes);
            return EvalSet.TryLoad([folder.Folder], null, out var set, out var problems) ? set.Cases.Count > 0 : problems.Count > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }
}
