using System.Text.Json;
using System.Text.Json.Serialization;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>The perturbations of a run, each once, in the order of <see cref="Perturbation.All"/>. Equal to another choice of the same.</summary>
[JsonConverter(typeof(PerturbationsJson))]
public sealed class Perturbations : IEquatable<Perturbations>
{
    private const string Every = "all";
    private const string NoOne = "none";

    private Perturbations(IReadOnlyList<Perturbation> chosen) => Chosen = chosen;

    /// <summary>Tickets as they are, and nothing else.</summary>
    public static Perturbations None { get; } = new([]);

    /// <summary>The perturbations.</summary>
    public IReadOnlyList<Perturbation> Chosen { get; }

    /// <summary>How often a run takes each case in each repeat: as it is, and once a perturbation.</summary>
    public int Variants => 1 + Chosen.Count;

    /// <summary>Reads names as they are typed: <c>all</c>, <c>none</c>, or some, apart or with commas between them.</summary>
    /// <param name="texts">The names.</param>
    /// <param name="where">What a problem names as its place.</param>
    /// <param name="problems">Receives a problem for each name that is none.</param>
    public static Perturbations Parse(IEnumerable<string> texts, string where, ICollection<Problem> problems)
    {
        var names = texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
        string[] known = [.. Perturbation.All.Select(perturbation => perturbation.Name), Every, NoOne];
        foreach (var name in names.Except(known, StringComparer.Ordinal))
        {
            problems.Add(new Problem(where, $"unknown perturbation \"{name}\"", NearestName.Fix(name, known)));
        }

        if (names.Contains(NoOne) && names.Count > 1)
        {
            problems.Add(new Problem(where, $"{NoOne} stands beside {string.Join(", ", names.Where(name => name != NoOne))}", $"Leave out {NoOne}, or the others"));
        }

        return new([.. Perturbation.All.Where(perturbation => names.Contains(Every) || names.Contains(perturbation.Name))]);
    }

    /// <inheritdoc />
    public bool Equals(Perturbations? other) => other is not null && Chosen.SequenceEqual(other.Chosen);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Perturbations);

    /// <inheritdoc />
    public override int GetHashCode() => Chosen.Aggregate(0, HashCode.Combine);

    /// <summary>The names, such as <c>typos, case</c>; <c>none</c> without any.</summary>
    public override string ToString() => Chosen.Count == 0 ? NoOne : string.Join(", ", Chosen.Select(perturbation => perturbation.Name));
}

/// <summary>Writes the names as an array.</summary>
internal sealed class PerturbationsJson : JsonConverter<Perturbations>
{
    public override Perturbations Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Array || document.RootElement.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
        {
            throw new JsonException();
        }

        var problems = new List<Problem>();
        var read = Perturbations.Parse(document.RootElement.EnumerateArray().Select(name => name.GetString()!), "", problems);
        return problems.Count == 0 ? read : throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, Perturbations value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var perturbation in value.Chosen)
        {
            writer.WriteStringValue(perturbation.Name);
        }

        writer.WriteEndArray();
    }
}
