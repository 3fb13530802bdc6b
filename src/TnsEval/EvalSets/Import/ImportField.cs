using System.Text.Json.Serialization;

namespace TnsEval.EvalSets.Import;

/// <summary>The parts of a case that a column can give. Unless mapped, each is taken from the column of its own name, but for the id.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ImportField>))]
public enum ImportField
{
    /// <summary>Subject line.</summary>
    [JsonStringEnumMemberName("subject")] Subject,

    /// <summary>The newest message; kept as it is, HTML included.</summary>
    [JsonStringEnumMemberName("body")] Body,

    /// <summary>BCP-47 tag; <c>und</c> where there is none.</summary>
    [JsonStringEnumMemberName("language")] Language,

    /// <summary>escalate or benign.</summary>
    [JsonStringEnumMemberName("label")] Label,

    /// <summary>Names, separated by any of <c>; , |</c> and line breaks.</summary>
    [JsonStringEnumMemberName("categories")] Categories,

    /// <summary>none, low, medium, high or critical.</summary>
    [JsonStringEnumMemberName("severity")] Severity,

    /// <summary>Tags, separated like <see cref="Categories"/>.</summary>
    [JsonStringEnumMemberName("stress")] Stress,

    /// <summary>The deciding fact and its rule.</summary>
    [JsonStringEnumMemberName("why")] Why,

    /// <summary>An id to keep. Only when mapped: ids of other systems lead back to people.</summary>
    [JsonStringEnumMemberName("id")] Id,
}
