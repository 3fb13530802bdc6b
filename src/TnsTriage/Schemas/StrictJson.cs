using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
namespace TnsTriage.Schemas;
/// <summary>x</summary>
public static class StrictJson
{
    /// <summary>x</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? problem)
    {
        document = null; problem = null;
        try { document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false }); return true; }
        catch (JsonException) { problem = "not JSON"; return false; }
    }
}
