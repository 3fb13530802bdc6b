namespace TnsEval.ProviderConformance;

/// <summary>
/// How a provider's API puts things on the wire. Each reply is the vendor's own, as its documentation or a recording shows it. Null says that
/// the API cannot express it; the cases that need it are then skipped, and the conformance table says so.
/// </summary>
public abstract class WireDialect
{
    /// <summary>A complete answer with its token usage.</summary>
    public abstract HttpReply Answer(string text, int inputTokens, int outputTokens);

    /// <summary>A complete answer that does not state its usage.</summary>
    public abstract HttpReply? AnswerWithoutUsage(string text);

    /// <summary>An answer that reached the token limit.</summary>
    public abstract HttpReply? CutAnswer(string text);

    /// <summary>The model declines, and the API says that it does.</summary>
    public abstract HttpReply? Refusal(string text);

    /// <summary>The vendor's filter stopped the answer.</summary>
    public abstract HttpReply? FilteredAnswer { get; }

    /// <summary>The vendor's filter did not let the prompt through.</summary>
    public abstract HttpReply? FilteredPrompt { get; }

    /// <summary>A well-formed reply of status 200 that holds no answer: an empty list of choices, a missing message.</summary>
    public abstract HttpReply? NoAnswer { get; }

    /// <summary>The prompt does not fit the model's context.</summary>
    public abstract HttpReply? PromptTooLong { get; }

    /// <summary>There is no such model.</summary>
    public abstract HttpReply? UnknownModel(string model);

    /// <summary>The account has no credit left, where the API tells this apart from too many requests.</summary>
    public abstract HttpReply? OutOfCredit { get; }

    /// <summary>Any other error, in the API's own shape.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="message">What the server says; may quote what it was sent, as servers do.</param>
    public abstract HttpReply Error(int status, string message);

    /// <summary>Whether the API's servers send <c>retry-after-ms</c>.</summary>
    public virtual bool SendsRetryAfterMilliseconds => false;

    /// <summary>The text of the last message in a request.</summary>
    public abstract string PromptOf(HttpRequest request);

    /// <summary>
    /// What the server says to a request that does not ask the model, such as one for the list of models; null when it does ask. A call may make
    /// such requests, but asks the model once.
    /// </summary>
    public virtual HttpReply? ReplyToOther(HttpRequest request) => null;
}
