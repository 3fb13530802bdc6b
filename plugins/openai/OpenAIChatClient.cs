using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;
using TnsEval.Plugins.OpenAI.Faults;
using TnsEval.Plugins.OpenAI.Requests;
using TnsEval.Plugins.OpenAI.Responses;

namespace TnsEval.Plugins.OpenAI;

/// <summary>
/// One model at one address: one request for one call, but for a server that does not know a parameter, which is asked again without it. It
/// throws <see cref="CallFailedException"/>, or <see cref="OperationCanceledException"/> when the caller cancels. Safe to use from many threads.
/// </summary>
internal sealed class OpenAIChatClient(ApiEndpoint endpoint, string model, Dialect dialect, TimeProvider time) : IChatClient
{
    private readonly Transport _transport = new(endpoint, model);
    private readonly KeptJson _kept = new();
    private readonly AnswerFaults _faults = new(endpoint, model, time);
    private readonly ChatClientMetadata _metadata = new("openai", endpoint.Address, model);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        try
        {
            while (true)
            {
                var request = ChatRequest.Write(model, asked, options, dialect.Concessions, _kept);
                using var answer = await _transport.SendAsync(request.Body, cancellationToken);
                if (answer.Status == 200)
                {
                    return Read(answer, request);
                }

                // Ends, because a parameter that was conceded is not sent, and only one that was sent can be conceded.
                var error = ApiError.Read(answer.Content);
                var concession = Misunderstanding.Of(request, answer.Status, error);
                if (concession == Concessions.None)
                {
                    throw new CallFailedException(_faults.OfStatus(answer, error));
                }

                dialect.Concede(concession);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (e is not CallFailedException)
        {
            throw new CallFailedException(ConnectionFaults.Of(endpoint, e));
        }
    }

    /// <summary>The whole answer, cut into updates: part of an assessment is of no use.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType.IsInstanceOfType(this) ? this
        : serviceType.IsInstanceOfType(_metadata) ? _metadata
        : null;

    public void Dispose() => _transport.Dispose();

    private ChatResponse Read(PipelineResponse answer, ChatRequest request)
    {
        Completion completion;
        try
        {
            completion = CompletionReader.Parse(answer.Content);
        }
        catch (JsonException)
        {
            throw new CallFailedException(_faults.OfUnreadable(answer));
        }

        var choice = completion.Choices switch
        {
            [{ } first, ..] => first,
            [..] => throw new CallFailedException(_faults.OfNoChoices()),
            null when completion.Error.ValueKind == JsonValueKind.Object =>
                throw new CallFailedException(_faults.OfErrorInside(answer, ApiError.Read(completion.Error))),
            null => throw new CallFailedException(_faults.OfOtherJson()),
        };
        var response = CompletionReader.Read(completion, choice);
        response.StructuredOutput = request.Format;
        response.DroppedParameters = request.Dropped;
        return response;
    }
}
