using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace TnsEval.ProviderConformance;

/// <summary>Every case of the suite, whether it holds for one provider, and what came back.</summary>
internal sealed partial record ConformanceTable(string Text, bool Holds)
{
    public static async Task<ConformanceTable> OfAsync(ModelProviderConformance suite, string providerId, Func<string> seen, Action forget)
    {
        var text = new StringBuilder($"# Conformance of `{providerId}`\n\n| case | result | what came back |\n|---|---|---|\n");
        var holds = true;
        foreach (var @case in Cases)
        {
            forget();
            var result = @case.DeclaringType!.IsInstanceOfType(suite)
                ? await ResultAsync(suite, @case)
                : "not applicable: the provider calls no server";
            holds &= !result.StartsWith("FAILS", StringComparison.Ordinal);
            text.Append($"| {@case.Name.Replace('_', ' ')} | {Cell(result)} | {(result == "holds" ? Cell(seen()) : "")} |\n");
        }

        return new ConformanceTable(text.ToString(), holds);
    }

    /// <summary>The cases of every provider first, then those of servers.</summary>
    public static IReadOnlyList<MethodInfo> Cases { get; } =
    [
        .. from type in (Type[])[typeof(ModelProviderConformance), typeof(HttpProviderConformance)]
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(ConformanceCaseAttribute))
        orderby method.DeclaringType == typeof(HttpProviderConformance), method.MetadataToken
        select method,
    ];

    private static async Task<string> ResultAsync(ModelProviderConformance suite, MethodInfo @case)
    {
        try
        {
            await (@case.Invoke(suite, BindingFlags.DoNotWrapExceptions, binder: null, parameters: null, culture: null) as Task ?? Task.CompletedTask);
            return "holds";
        }
        catch (NotApplicableException e)
        {
            return $"not applicable: {e.Message}";
        }
        catch (Exception e)
        {
            return $"FAILS: {e.Message}";
        }
    }

    /// <summary>One line without a cell's border, and the same in every run.</summary>
    private static string Cell(string text) => PortNumber.Replace(text, "${host}:PORT").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<host>127\.0\.0\.1|localhost):[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex PortNumber { get; }
}
