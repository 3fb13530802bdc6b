using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsTriage.Front.Api;

/// <summary>Reads only: what we send has types of its own.</summary>
internal abstract class ReadConverter<T> : JsonConverter<T>
{
    public sealed override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException();
}

/// <summary>A text that we need: another type than string or null is a fault.</summary>
internal sealed class TextConverter : ReadConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? JsonText.Read(ref reader) : throw new JsonException();
}

/// <summary>A text that we can do without: another type counts as not said.</summary>
internal sealed class OptionalTextConverter : ReadConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return JsonText.Read(ref reader);
        }

        reader.Skip();
        return null;
    }
}

/// <summary>True or not: another type counts as not.</summary>
internal sealed class OptionalFlagConverter : ReadConverter<bool>
{
    public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var flag = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return flag;
    }
}

/// <summary>Seconds since 1970 with decimals, that we need.</summary>
internal sealed class SecondsConverter : ReadConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : Seconds.Read(ref reader) ?? throw new JsonException();
}

/// <summary>Seconds since 1970 with decimals, that we can do without.</summary>
internal sealed class OptionalSecondsConverter : ReadConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var moment = Seconds.Read(ref reader);
        reader.Skip();
        return moment;
    }
}

/// <summary>Front's moments: never integers, never floating point.</summary>
internal static class Seconds
{
    private static readonly decimal Last = (decimal)(DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalSeconds - 1;

    public static DateTimeOffset? Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var seconds) && seconds >= 0 && seconds <= Last
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;

    public static string Text(DateTimeOffset moment) =>
        ((decimal)(moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond).ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>Any of our ids; one of another kind, or none, is a fault.</summary>
internal sealed class FrontIdConverter<TId> : JsonConverter<TId> where TId : struct, IFrontId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && FrontIdText.Try<TId>(JsonText.Read(ref reader)) is { } id ? id : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
