using System.CommandLine.Parsing;
using System.Globalization;

namespace TnsEval.Cli.Commands;

/// <summary>Parsers and checks that several commands' options share; their messages name the option.</summary>
internal static class OptionRules
{
    public static int? WholeNumber(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} takes a whole number, not \"{result.Tokens[0].Value}\".");
        return null;
    }

    public static void NotEmpty(OptionResult result, string what)
    {
        if (result.Tokens is [{ Value: "" }])
        {
            result.AddError($"{result.Option.Name} is empty: name {what}.");
        }
    }

    public static void AtLeastOne(OptionResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < 1)
        {
            result.AddError($"{result.Option.Name} must be at least 1.");
        }
    }
}
