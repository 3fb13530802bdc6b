using TnsTriage;

namespace TnsEval.EvalSets.Import;

/// <summary>One row of a source as far as it could be read, before anybody asks whether it makes a case.</summary>
internal sealed record ImportRow
{
    private static readonly char[] Separators = [';', ',', '|', '\n', '\r'];

    /// <summary>File and line, or file and conversation.</summary>
    public required string Where { get; init; }

    /// <summary>As it was, not even trimmed.</summary>
    public string Subject { get; init; } = "";

    /// <summary>As it was, not even trimmed.</summary>
    public string Body { get; init; } = "";

    public IReadOnlyList<ThreadMessage> Thread { get; init; } = [];

    /// <summary>In the casing of BCP-47 where that was possible; <c>und</c> when the source says nothing.</summary>
    public string Language { get; init; } = LanguageTag.Undetermined;

    /// <summary>Null when the source says nothing; else in the spelling of a name, known or not. So are severity, categories and stress tags.</summary>
    public string? Label { get; init; }

    public string? Severity { get; init; }

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> StressTags { get; init; } = [];

    public string? Why { get; init; }

    public string? Id { get; init; }

    /// <summary>What the source itself found wrong with it.</summary>
    public IReadOnlyList<RejectReason> Faults { get; init; } = [];

    /// <summary>The text of a row that could not be taken apart; null when it could.</summary>
    public string? Raw { get; init; }

    /// <summary>A row from texts as columns hold them.</summary>
    public static ImportRow Of(string where, Func<ImportField, string?> text) => new()
    {
        Where = where,
        Subject = text(ImportField.Subject) ?? "",
        Body = text(ImportField.Body) ?? "",
        Language = Filled(text(ImportField.Language)) is { } language ? LanguageTag.InRecommendedCasing(language) ?? language : LanguageTag.Undetermined,
        Label = Name(text(ImportField.Label)),
        Severity = Name(text(ImportField.Severity)),
        Categories = Names(text(ImportField.Categories)),
        StressTags = Names(text(ImportField.Stress)),
        Why = Filled(text(ImportField.Why)),
        Id = Filled(text(ImportField.Id)),
    };

    public static ImportRow Unreadable(string where, string raw, RejectReason reason) => new() { Where = where, Raw = raw, Faults = [reason] };

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>People write "Payment fraud" for payment_fraud.</summary>
    private static string? Name(string? text) => Filled(text)?.ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    private static IReadOnlyList<string> Names(string? text) =>
        [.. (text ?? "").Split(Separators).Select(Name).OfType<string>().Distinct(StringComparer.Ordinal)];
}
