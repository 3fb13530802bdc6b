using Microsoft.Extensions.Logging;

namespace TnsTriage.Tests.Telemetry;

public sealed class ClassifierLogTests : ClassifierTest
{
    private readonly KeptLog _log = new();

    [Fact]
    public async Task Assessed_ticket_is_a_line_for_debugging()
    {
        Model.Answers(An.Alarm().ToJsonString());

        await LoggedAsync();

        _log.Lines.ShouldBe([(LogLevel.Debug, "Assessed: verdict EscalateUrgent, severity High, 1 call(s), 0 ms")]);
    }

    [Fact]
    public async Task Ticket_without_an_assessment_is_a_warning_that_a_person_must_look_and_why()
    {
        Model.Answers("no JSON");

        await LoggedAsync();

        _log.Lines.ShouldBe([(LogLevel.Warning, "Not assessed, so a person must look: malformed (json), 2 call(s), 0 ms")]);
    }

    [Fact]
    public async Task Failed_call_names_the_kind_of_exception()
    {
        Model.Throws(new HttpRequestException("Dana"));

        await LoggedAsync();

        _log.Lines.ShouldBe([(LogLevel.Warning, "Not assessed, so a person must look: failed (classifying threw HttpRequestException), 1 call(s), 0 ms")]);
    }

    [Fact]
    public async Task Ticket_that_was_too_long_to_send_says_so()
    {
        await LoggedAsync(new() { MaxTicketCharacters = 10 });

        _log.Lines.ShouldHaveSingleItem().Text.ShouldStartWith("Not assessed, so a person must look: truncated (the ticket has 125 characters");
    }

    private Task LoggedAsync(TnsTriageOptions? options = null) =>
        new TicketClassifier(Model, A.Prompt(), options, Clock, new Logger<TicketClassifier>(_log)).ClassifyAsync(A.Ticket());
}
