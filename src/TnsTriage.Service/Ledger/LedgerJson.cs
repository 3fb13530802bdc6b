using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage.Assessments;

namespace TnsTriage.Service.Ledger;

/// <summary>JSON inside the ledger's columns.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<CategoryFinding>))]
[JsonSerializable(typeof(WireStep))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<CategoryFinding> categories) => JsonSerializer.Serialize(categories, Default.IReadOnlyListCategoryFinding);

    public static IReadOnlyList<CategoryFinding> ReadCategories(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListCategoryFinding)!;
}
