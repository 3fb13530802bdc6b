using System.Net;
using System.Text;
using TnsTriage.Text;

namespace TnsTriage.Conversations;

/// <summary>
/// Writes the names of a message's files into its text, as lines such as "[attachment: invoice.pdf.exe]". They stand above it: what its sender left open (a
/// quote, a comment, a hidden element) would swallow what follows.
/// </summary>
internal static class AttachmentNames
{
    private const int MaxNames = 20;
    private const int MaxLength = 150;

    public static string Above(string text, IReadOnlyList<AttachedFile> attachments)
    {
        string[] lines = [.. attachments.Where(IsFile).Take(MaxNames).Select(file => $"[attachment: {Readable(file.Name)}]")];
        if (lines.Length == 0)
        {
            return text;
        }

        if (Count(attachments) - lines.Length is > 0 and var more)
        {
            lines = [.. lines, $"[attachment: and {more} more]"];
        }

        return string.IsNullOrWhiteSpace(text) ? string.Join('\n', lines)
            : PreparedText.IsHtml(text) ? $"{string.Concat(lines.Select(line => $"<p>{WebUtility.HtmlEncode(line)}</p>\n"))}{text}"
            : $"{string.Join('\n', lines)}\n\n{text}";
    }

    public static int Count(IReadOnlyList<AttachedFile> attachments) => attachments.Count(IsFile);

    /// <summary>Pictures within the text are told by the text itself. Anything else that says it is one is not believed.</summary>
    private static bool IsFile(AttachedFile file) =>
        !(file.IsInline && file.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>One line, of bounded length, that cannot end its bracket.</summary>
    private static string Readable(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "without a name";
        }

        var line = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) ? " " : rune.Value == ']' ? ")" : rune.ToString());
            if (line.Length >= MaxLength)
            {
                line.Append("...");
                break;
            }
        }

        return line.ToString();
    }
}
