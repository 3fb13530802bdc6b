using System.Text.Json.Serialization;

namespace TnsEval.EvalSets.Redaction;

/// <summary>What is replaced in a ticket.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PersonalDataKind>))]
public enum PersonalDataKind
{
    /// <summary>An e-mail address.</summary>
    [JsonStringEnumMemberName("email")] Email,

    /// <summary>A phone number.</summary>
    [JsonStringEnumMemberName("phone")] Phone,

    /// <summary>A payment card number that passes the Luhn check.</summary>
    [JsonStringEnumMemberName("card")] Card,

    /// <summary>An IBAN, or a US routing or account number near a word that makes it one.</summary>
    [JsonStringEnumMemberName("bank")] Bank,

    /// <summary>A street address or post-office box.</summary>
    [JsonStringEnumMemberName("address")] Address,

    /// <summary>The user info, query string or key-like fragment of a URL.</summary>
    [JsonStringEnumMemberName("url")] Url,

    /// <summary>A person's name near a cue word, and where else it stands in the same ticket.</summary>
    [JsonStringEnumMemberName("name")] Name,
}

/// <summary>One stretch of a text that a finder recognised.</summary>
/// <param name="Start">Index of its first UTF-16 unit.</param>
/// <param name="Length">In UTF-16 units.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Identity">
/// The same for every way to write the same thing. Null when the value is reserved and belongs to nobody: it stays, and no other finder shall look at it.
/// </param>
internal readonly record struct Finding(int Start, int Length, PersonalDataKind Kind, string? Identity)
{
    public int End => Start + Length;
}
