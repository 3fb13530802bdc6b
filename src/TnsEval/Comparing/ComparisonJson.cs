using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Comparing;

/// <summary>The JSON of <c>tnseval compare</c>.</summary>
[JsonSerializable(typeof(Comparison))]
public sealed partial class ComparisonJson : JsonSerializerContext
{
    /// <summary>For files that people read.</summary>
    public static ComparisonJson Indented { get; } = new(new JsonSerializerOptions(OwnJson.Options(isIndented: true)) { Converters = { new SixDigits() } });
}

/// <summary>Six digits that count: a p of 1e-9 is not 0.</summary>
internal sealed class SixDigits : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
}
