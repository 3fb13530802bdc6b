using System.Text.Json;
using Microsoft.Extensions.AI;

namespace TnsEval.Plugins.Offline;

/// <summary>One prompt and schema, learned: ready to answer tickets from many threads.</summary>
internal sealed class LearnedPrompt
{
    private readonly NearestNeighbours _neighbours;
    private readonly AnswerShape _shape;

    private LearnedPrompt(NearestNeighbours neighbours, AnswerShape shape)
    {
        _neighbours = neighbours;
        _shape = shape;
    }

    /// <summary>Learns a prompt.</summary>
    /// <exception cref="UnanswerableRequestException">It holds neither a definition of a category that the schema allows nor a
    /// few-shot.</exception>
    public static LearnedPrompt From(IReadOnlyList<ChatMessage> messages, int count, JsonElement schema)
    {
        var shape = AnswerShape.Of(schema);
        var categoryIds = shape.AllowedTexts("categories", "id");
        var lesson = PromptReader.Read(messages, count, categoryIds);
        return lesson.Exemplars.Count > 0
            ? new LearnedPrompt(new NearestNeighbours(lesson, categoryIds), shape)
            : throw new UnanswerableRequestException(
                "the prompt teaches nothing: no line of its system message begins with a category id of the schema, "
                + "and no few-shot pair has an answer in JSON. "
                + "Define the categories as '- category_id: ...' lines or add few-shots.");
    }

    /// <summary>Answers one ticket in JSON of the schema's shape.</summary>
    public string Answer(ReadOnlyMemory<char> ticketText, CancellationToken cancellationToken)
    {
        var ticket = TicketText.Of(ticketText);
        var finding = _neighbours.Judge(ticket, cancellationToken);
        return AnswerWriter.Write(_shape, Opinion.On(ticket, finding));
    }
}
