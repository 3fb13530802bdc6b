using TnsEval.EvalSets.Import;
using TnsEval.Testing;
using TnsTriage;

namespace TnsEval.Tests.EvalSets.Import;

public sealed class FrontImportTests
{
    /// <summary>Custom fields that say what tags do not.</summary>
    private static readonly string[] Map = ["severity=TnS severity", "categories=TnS category", "stress=TnS kind", "why=TnS why"];

    [Fact]
    public void The_newest_inbound_message_is_the_body_and_what_came_before_it_the_thread()
    {
        using var folder = Export("tns/confirmed");

        var report = folder.Import(options => options with { Map = Map }, "front");

        var ticket = folder.Cases.ShouldHaveSingleItem().Ticket;
        ticket.Subject.ShouldBe("Bank page");
        ticket.Body.ShouldBe("<p>The account ends in <b>7731</b>.</p>");
        ticket.Thread.ShouldBe([new ThreadMessage(ThreadAuthor.Sender, "Payouts stopped."), new ThreadMessage(ThreadAuthor.Agent, "<div>Which account?</div>")]);
        folder.Cases[0].Label.IsEscalate.ShouldBeTrue();
        report.Notes.Select(note => note.What).ShouldBe(
        [
            "1 JSON files hold neither conversation nor message and were passed over",
            "1 drafts were left out",
            "1 messages sent after the newest inbound message were left out",
        ]);
    }

    [Fact]
    public void Names_of_files_stand_in_the_text_as_they_do_in_production()
    {
        using var folder = new ImportFolder()
            .With("front/conversation.json", Conversation("tns/confirmed", updatedAt: 5))
            .With("front/messages.json", """
                {"_results":[{"id":"msg_1","is_inbound":true,"created_at":1700000300,"body":"","text":"Please pay.","attachments":[
                    {"filename":"invoice.pdf.exe","content_type":"application/pdf","metadata":{"is_inline":false}},
                    {"filename":"logo.png","content_type":"image/png","metadata":{"is_inline":true}}, 7]}],
                 "_links":{"self":"https://api.example/conversations/cnv_1/messages"}}
                """);

        var report = folder.Import(options => options with { Map = Map }, "front");

        folder.Cases.ShouldHaveSingleItem().Ticket.Body.ShouldBe("[attachment: invoice.pdf.exe]\n[attachment: without a name]\n\nPlease pay.");
        report.Notes.ShouldHaveSingleItem().What.ShouldBe("1 messages have attachments, of which the names stand in the text");
    }

    [Fact]
    public void A_text_that_Front_keeps_back_is_no_ticket()
    {
        using var folder = new ImportFolder()
            .With("front/conversation.json", Conversation("tns/confirmed", updatedAt: 5))
            .With("front/messages.json", """
                {"_results":[{"id":"msg_1","is_inbound":true,"created_at":1700000300,"body":"[REDACTED]"}],"_links":{"self":"https://api.example/conversations/cnv_1/messages"}}
                """);

        folder.Import(options => options with { Map = Map }, "front");

        folder.RejectedFor.ShouldBe(["withheld"]);
    }

    [Fact]
    public void A_false_alarm_is_benign()
    {
        using var folder = Export("TNS/False-Alarm", severity: "none", kind: "hn_finance_routine", category: "");

        folder.Import(options => options with { Map = Map }, "front");

        folder.Cases.ShouldHaveSingleItem().Label.IsEscalate.ShouldBeFalse();
    }

    [Theory]
    [InlineData("priority", "no_label_tag")]
    [InlineData("tns/confirmed\"},{\"name\":\"tns/false-alarm", "two_label_tags")]
    public void Neither_tag_or_both_leave_the_conversation_out(string tag, string reason)
    {
        using var folder = Export(tag);

        folder.Import(options => options with { Map = Map }, "front");

        folder.RejectedFor.ShouldBe([reason]);
        folder.Rejected[0]["where"]!.GetValue<string>().ShouldBe("front/conversation.json (cnv_1)");
    }

    [Fact]
    public void Tags_alone_make_no_case_and_say_what_is_missing()
    {
        using var folder = Export("tns/confirmed");

        folder.Import("front");

        folder.RejectedFor.ShouldBe(["no_severity no_category no_why"]);
        folder.Rejected[0]["label"]!.GetValue<string>().ShouldBe("escalate");
    }

    [Fact]
    public void The_state_that_was_changed_last_decides_the_label()
    {
        using var folder = Export("tns/false-alarm").With("front/a.json", Conversation("tns/confirmed", updatedAt: 9));

        folder.Import(options => options with { Map = Map }, "front");

        folder.Cases.ShouldHaveSingleItem().Label.IsEscalate.ShouldBeTrue();
    }

    [Fact]
    public void Messages_without_their_conversation_or_without_times_are_rejected()
    {
        using var folder = new ImportFolder()
            .With("a.json", """{"_results":[{"id":"msg_1","is_inbound":true,"body":"alone","created_at":1}],"_links":{"self":"https://api.example/conversations/cnv_2/messages?limit=4"}}""")
            .With("b.json", """{"id":"cnv_3","tags":[{"name":"tns/confirmed"}],"messages":[{"is_inbound":true,"body":"a"},{"is_inbound":true,"body":"b"}]}""")
            .With("c.json", """{"id":"cnv_4","subject":"a task","tags":[{"name":"tns/confirmed"}]}""");

        folder.Import("a.json", "b.json", "c.json").Read.ShouldBe(3);

        folder.RejectedFor[0].ShouldStartWith("no_conversation ");
        folder.RejectedFor[1].ShouldStartWith("no_message_time ");
        folder.RejectedFor[2].ShouldStartWith("no_inbound_message ");
    }

    [Fact]
    public void Json_of_other_kinds_and_shapes_is_passed_over()
    {
        using var folder = Export("tns/confirmed")
            .With("front/odd.json", """[null, 3, {"id": 5, "tags": "none"}, {"_results": {"is_inbound": "yes"}}, {"id":"evt_1","conversation":{"id":"cnv_9"},"source":{"data":{"id":"cnv_8"}}}]""");

        folder.Import(options => options with { Map = Map }, "front").Read.ShouldBe(1);
    }

    [Fact]
    public void A_conversation_whose_last_page_of_messages_is_missing_is_left_out()
    {
        using var folder = Export("tns/confirmed");
        var page = File.ReadAllText(folder.Path("front/messages.json")).Replace("\"next\":null", "\"next\":\"https://api.example/conversations/cnv_1/messages?page_token=2\"", StringComparison.Ordinal);
        folder.With("front/messages.json", page);

        folder.Import(options => options with { Map = Map }, "front");

        folder.RejectedFor.ShouldBe(["missing_messages"]);
    }

    [Fact]
    public void A_conversation_whose_last_message_is_missing_is_left_out_for_another_would_pass_for_the_newest()
    {
        using var folder = Export("tns/confirmed");
        folder.With("front/conversation.json", Conversation("tns/confirmed", updatedAt: 5)
            .Replace("\"id\":\"cnv_1\"", "\"id\":\"cnv_1\",\"_links\":{\"related\":{\"last_message\":\"https://api.example/messages/msg_6?referer=conversation\"}}", StringComparison.Ordinal));

        folder.Import(options => options with { Map = Map }, "front");

        folder.RejectedFor.ShouldBe(["missing_messages"]);
    }

    [Fact]
    public void Other_json_than_fronts_says_how_it_can_be_imported()
    {
        using var folder = new ImportFolder().With("in.json", """[{"subject": "x", "body": "y"}]""");

        folder.ProblemsOf(options => options, "in.json").ShouldHaveSingleItem().ShouldContain("other JSON is imported from a .jsonl file, one object a line");
    }

    [Fact]
    public void A_torn_file_stops_the_import()
    {
        using var folder = Export("tns/confirmed").With("front/z.json", "{\n\"id\": \"cnv_7\"");

        folder.ProblemsOf(options => options with { Map = Map }, "front").ShouldHaveSingleItem().ShouldStartWith("front/z.json:2: not valid JSON");
    }

    [ReferenceFact("front/fixtures/api")]
    [Trait("Lane", "reference")]
    public void The_api_answers_of_the_front_fixtures_are_one_conversation_without_a_label_tag()
    {
        using var folder = new ImportFolder();
        foreach (var file in Directory.EnumerateFiles(ReferenceData.PathOf("front/fixtures/api"), "*.json"))
        {
            folder.With($"api/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        var report = folder.Import("api");

        report.Read.ShouldBe(1);
        folder.RejectedFor.ShouldHaveSingleItem().ShouldStartWith("no_label_tag");
        folder.Rejected[0]["thread"]!.AsArray().Count.ShouldBe(7);   // nine messages but for the draft and the newest
        folder.Rejected[0]["body"]!.GetValue<string>().ShouldContain("display:none");
    }

    private static ImportFolder Export(string tag, string severity = "high", string kind = "", string category = "payment_fraud") => new ImportFolder()
        .With("front/conversation.json", Conversation(tag, updatedAt: 5, severity, kind, category))
        .With("front/comments.json", """{"_results":[{"id":"com_1","body":"internal","posted_at":1}]}""")
        .With("front/messages.json", """
            {"_pagination":{"next":null},"_results":[
              {"id":"msg_5","is_inbound":false,"created_at":1700000400.5,"body":"<div>We froze it.</div>","draft_mode":null},
              {"id":"msg_4","is_inbound":true,"created_at":1700000300,"subject":"Re: Bank page","body":"<p>The account ends in <b>7731</b>.</p>","draft_mode":null},
              {"id":"msg_3","is_inbound":false,"created_at":1700000200,"body":"<p>shall we?</p>","draft_mode":"shared"}],
              "_links":{"self":"https://api.example/conversations/cnv_1/messages"}}
            """)
        .With("front/messages.page2.json", """
            [{"id":"msg_2","is_inbound":false,"created_at":1700000100,"body":"<div>Which account?</div>","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}}},
             {"id":"msg_1","is_inbound":true,"created_at":"1700000000","body":null,"text":"Payouts stopped.","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}}},
             {"id":"msg_4","is_inbound":true,"created_at":1700000300,"body":"again","_links":{"related":{"conversation":"https://api.example/conversations/cnv_1"}}}]
            """);

    private static string Conversation(string tag, int updatedAt, string severity = "high", string kind = "", string category = "payment_fraud") => $$"""
        {"id":"cnv_1","subject":"Bank page","status":"archived","updated_at":{{updatedAt}},"tags":[{"id":"tag_1","name":"{{tag}}"}],
         "custom_fields":{"TnS severity":"{{severity}}","TnS category":"{{category}}","TnS kind":"{{kind}}","TnS why":"payouts changed; L11","n":3} }
        """;
}
