using System.Globalization;

namespace TnsEval.Gates;

/// <summary>A share as people write it in settings: <c>5 %</c> or <c>0.05</c>, and never a bare <c>5</c>, which could be either.</summary>
internal static class Share
{
    /// <summary>Reads a share.</summary>
    /// <param name="text">The text.</param>
    /// <param name="share">A fraction in [0, 1].</param>
    /// <param name="fix">What to write instead; null when it could be read.</param>
    public static bool TryParse(string text, out double share, out string? fix)
    {
        var isPercent = text.EndsWith('%');
        var number = isPercent ? text[..^1].TrimEnd() : text;
        fix = null;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share))
        {
            fix = number.Contains(',', StringComparison.Ordinal) ? "Write the decimals after a point, such as 2.5 %" : "Write a share such as 5 % or 0.05";
        }
        else if (!isPercent && share != 0 && !number.Contains('.', StringComparison.Ordinal))
        {
            fix = string.Create(CultureInfo.InvariantCulture, $"Write the unit: {share} % is {share / 100}");
        }
        else if ((share /= isPercent ? 100 : 1) > 1)
        {
            fix = "Write a share of at most 100 %";
        }

        return fix is null;
    }
}
