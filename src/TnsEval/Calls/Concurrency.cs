using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TnsEval.Calls;

/// <summary>How many calls may be under way at one provider: a number, which is kept to as long as the provider can, or <c>auto</c>, which finds it.</summary>
[JsonConverter(typeof(ConcurrencyJson))]
public readonly record struct Concurrency
{
    /// <summary>What <c>auto</c> never goes beyond: more calls than one machine's sockets and one account's limits are made for.</summary>
    private const int MostOfAuto = 256;

    private readonly int _number;

    private Concurrency(int number) => _number = number;

    /// <summary>Starts with one call and finds the number.</summary>
    public static Concurrency Auto => default;

    /// <summary>Whether it is <see cref="Auto"/>.</summary>
    public bool IsAuto => _number == 0;

    /// <summary>Calls at once to begin with.</summary>
    public int Start => IsAuto ? 1 : _number;

    /// <summary>Calls at once at most.</summary>
    public int Most => IsAuto ? MostOfAuto : _number;

    /// <summary>
    /// Cases to have open at once: more than <see cref="Most"/>, so that those that wait out a Retry-After, which they do without a turn, leave enough others to
    /// call with.
    /// </summary>
    public int OpenCases => (2 * Most) + 64;

    /// <summary>A number of calls; at least 1.</summary>
    public static Concurrency UpTo(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return new Concurrency(number);
    }

    /// <summary>Reads <c>auto</c> or a whole number from 1 to 10,000.</summary>
    public static bool TryParse(string? text, out Concurrency concurrency)
    {
        concurrency = Auto;
        if (text == "auto")
        {
            return true;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 10_000)
        {
            return false;
        }

        concurrency = new Concurrency(number);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => IsAuto ? "auto" : _number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Writes a number as a number and <c>auto</c> as a string.</summary>
internal sealed class ConcurrencyJson : JsonConverter<Concurrency>
{
    public override Concurrency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Concurrency.TryParse(text, out var concurrency) ? concurrency : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Concurrency value, JsonSerializerOptions options)
    {
        if (value.IsAuto)
        {
            writer.WriteStringValue(value.ToString());
        }
        else
        {
            writer.WriteNumberValue(value.Most);
        }
    }
}
