using TnsEval.Prompts;
using TnsTriage;
using TnsTriage.Prompts;

namespace TnsEval.Benchmarks;

/// <summary>The longest prompt that ships.</summary>
internal static class ShippedPrompt
{
    public static PromptVersion Read()
    {
        var problems = new List<Problem>();
        var file = PromptFile.Read(Path.Combine(AppContext.BaseDirectory, "v6.prompt.yml"), problems);
        return file?.Version ?? throw new InvalidOperationException(string.Join('\n', problems));
    }
}
