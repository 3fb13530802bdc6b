using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Statistics;

/// <summary>Writes a number rounded to six decimals: more than a reader needs, and too few for rounding errors of two machines to show.</summary>
internal sealed class SixDecimals : JsonConverter<double>
{
    public static double Round(double value) => Math.Round(value, 6, MidpointRounding.ToEven);

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Round(value));
}
