using System.Text.RegularExpressions;

namespace TnsTriage.Text.Quotes;

/// <summary>
/// How mail programs introduce what they quote, in English, Spanish, Portuguese, French, German and Korean. Each pattern is for one
/// line, trimmed, of no more than <see cref="LongestLine"/> characters.
/// </summary>
internal static partial class QuotePatterns
{
    public const int LongestLine = 400;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>"On Mon, Jan 6, 2025 at 9:12 AM Jane Doe wrote:", wrapped lines joined by blanks.</summary>
    [GeneratedRegex(
        @"^(on\s.+\swrote|el\s.+\sescribi[oó]|(em|no\sdia|a)\s.+\sescreveu|le\s.+\sa\sécrit|am\s.+\sschrieb(\s.+)?"
        + @"|\d{4}\s*[년.].+(작성|작성함|썼습니다))\s?:$",
        Options, Timeout.Infinite)]
    public static partial Regex Attribution { get; }

    /// <summary>How an attribution starts: a cheap test before lines are joined.</summary>
    [GeneratedRegex(@"^(on|el|em|no dia|a|le|am)\s|^\d{4}\s*[년.]", Options, Timeout.Infinite)]
    public static partial Regex AttributionStart { get; }

    /// <summary>"-----Original Message-----".</summary>
    [GeneratedRegex(
        @"^-{2,}\s*(original message|original appointment|mensaje original|mensagem original|message d['’]origine"
        + @"|ursprüngliche nachricht|원본 메시지)\s*-{2,}$",
        Options, Timeout.Infinite)]
    public static partial Regex Separator { get; }

    /// <summary>"---------- Forwarded message ---------", "Begin forwarded message:".</summary>
    [GeneratedRegex(
        @"^(-{2,}\s*)?((begin )?forwarded message|(inicio del )?mensaje reenviado|(início da )?mensagem encaminhada"
        + @"|(début du )?message (transféré|réexpédié)|(anfang der )?weitergeleiteten? nachricht|전달된 메[시세]지)\s*(:|-{2,})$",
        Options, Timeout.Infinite)]
    public static partial Regex ForwardHeading { get; }

    /// <summary>"From: ..." of a block of mail headers.</summary>
    [GeneratedRegex(@"^\*?(from|de|von|보낸\s?사람)\s?:", Options, Timeout.Infinite)]
    public static partial Regex From { get; }

    /// <summary>"Sent: ..." or "Date: ..." of such a block.</summary>
    [GeneratedRegex(
        @"^\*?(sent|date|enviado( el)?|enviada em|fecha|data|envoyé|gesendet|datum|보낸\s?날짜|날짜)\s?:", Options, Timeout.Infinite)]
    public static partial Regex Sent { get; }

    /// <summary>"To: ..." or "Subject: ..." of such a block.</summary>
    [GeneratedRegex(@"^\*?(to|subject|para|asunto|assunto|à|objet|an|betreff|받는\s?사람|제목)\s?:", Options, Timeout.Infinite)]
    public static partial Regex ToOrSubject { get; }
}
