using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TnsEval.Plugins.OpenAI.Faults;

/// <summary>
/// What the body of a failed call says. Servers write it in half a dozen shapes; whatever is not found is null or empty. The message is matched
/// against known wordings and never repeated, and only its beginning is, because servers quote the request after it.
/// </summary>
internal sealed partial class ApiError
{
    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private const int MatchedCharacters = 200;

    private readonly string?[] _codes;

    private ApiError(string?[] codes, string? parameter, string message)
    {
        _codes = codes;
        Parameter = parameter;
        MessageStart = message.Length <= MatchedCharacters ? message : message[..MatchedCharacters];
    }

    /// <summary>The parameter that the server complains of.</summary>
    public string? Parameter { get; }

    public string MessageStart { get; }

    /// <summary>The HTTP status that gateways write as the code of an error inside a 200.</summary>
    public int? Status =>
        int.TryParse(_codes[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600 ? status : null;

    /// <summary>
    /// Whether the server does not know something, as told from its code or, when the code says no more than "bad request", from its words.
    /// </summary>
    public bool SaysUnsupported => _codes.Any(code => code is not null && UnsupportedCode.IsMatch(code))
        || ((_codes[0] is not { } specific || GenericCode.IsMatch(specific))
            && !IsAboutSchema && !IsAboutContext && !IsAboutContent && UnsupportedMessage.IsMatch(MessageStart));

    public bool IsAboutContent => Is("content_filter", "ResponsibleAIPolicyViolation", "content_policy_violation", "invalid_prompt");

    public bool IsAboutModel => Is("model_not_found", "DeploymentNotFound");

    public bool IsAboutSchema => Is("invalid_json_schema") || MessageStart.StartsWith("Invalid schema", StringComparison.OrdinalIgnoreCase);

    public bool IsAboutContext =>
        Is("context_length_exceeded", "string_above_max_length", "exceed_context_size_error") || ContextMessage.IsMatch(MessageStart);

    public bool IsAboutKey => Is("invalid_api_key") || KeyMessage.IsMatch(MessageStart);

    /// <summary>
    /// The code, or else the type, and the parameter, such as <c>unsupported_value temperature</c>; empty when none is fit to be shown.
    /// </summary>
    public string Identifiers => string.Join(' ', new[] { _codes.FirstOrDefault(IsIdentifier), Parameter }.Where(IsIdentifier));

    /// <summary>Whether the error's code, inner code or type is one of these.</summary>
    public bool Is(params ReadOnlySpan<string> codes)
    {
        foreach (var code in codes)
        {
            if (_codes.Contains(code, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Never fails: no body, a page of HTML or a torn one say nothing.</summary>
    public static ApiError Read(BinaryData body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the second: text that is not UTF-8
        {
            return new ApiError([null], null, "");
        }
    }

    /// <inheritdoc cref="Read(BinaryData)"/>
    public static ApiError Read(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0)
        {
            root = root[0];   // Google's
        }

        var error = Member(root, "error");
        if (error is { ValueKind: JsonValueKind.String } plain)
        {
            return new ApiError([Text(root, "code"), Text(root, "type")], null, plain.GetString()!);
        }

        var source = error ?? root;
        var inner = Member(source, "innererror") ?? Member(source, "inner_error");
        return new ApiError(
            [Text(source, "code"), inner is { } azure ? Text(azure, "code") : null, Text(source, "type")],
            Text(source, "param"),
            Text(source, "message") ?? (Member(source, "message") ?? Member(source, "detail"))?.GetRawText() ?? "");
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } value ? value : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static bool IsIdentifier(string? text) => text is not null && Identifier.IsMatch(text);

    // No digits and no hyphen, so that a key which a server sent back can never pass for one.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z_.]{0,63}\z", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Identifier { get; }

    [GeneratedRegex(
        @"^(\d+|(invalid_)?bad_?request(_?error)?|invalid_request(_error)?|invalid_?argument|validation_error)\z",
        Options,
        Timeout.Infinite)]
    private static partial Regex GenericCode { get; }

    [GeneratedRegex("unsupported|not_supported|unknown_parameter|unrecognized|extra_forbidden", Options, Timeout.Infinite)]
    private static partial Regex UnsupportedCode { get; }

    // As written by OpenAI, Azure, vLLM (pydantic), llama.cpp, LM Studio, Groq, DeepSeek and Mistral.
    [GeneratedRegex(
        @"not supported|unsupported|(does|do) not support|unrecognized|unknown (parameter|field|name)|not permitted|extra_forbidden|unavailable"
        + @"|(must|should) be (one of|'|"")|enabled only for api versions",
        Options,
        Timeout.Infinite)]
    private static partial Regex UnsupportedMessage { get; }

    [GeneratedRegex("(maximum|available) context|context (length|size|window)", Options, Timeout.Infinite)]
    private static partial Regex ContextMessage { get; }

    [GeneratedRegex("^(Incorrect API key|Invalid API key|API key not valid)", Options, Timeout.Infinite)]
    private static partial Regex KeyMessage { get; }
}
