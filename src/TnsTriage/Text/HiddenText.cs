namespace TnsTriage.Text;

/// <summary>Text of a mail that no mail program shows.</summary>
/// <param name="Text">The text; it holds something that can be read.</param>
/// <param name="Place">The length of the shown text before it.</param>
/// <param name="IsInLine">Whether it stands in a line of the shown text, and not between two.</param>
/// <param name="IsQuoted">Whether it stands in a quote.</param>
internal sealed record HiddenText(MappedText Text, int Place, bool IsInLine, bool IsQuoted);
