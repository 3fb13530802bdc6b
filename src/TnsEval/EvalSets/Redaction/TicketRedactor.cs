using System.Text;

namespace TnsEval.EvalSets.Redaction;

/// <summary>Replaces what identifies people in the texts of a ticket, which share their names.</summary>
internal sealed class TicketRedactor(Pseudonyms pseudonyms)
{
    /// <summary>Far above what any ticket takes: every expression here does a bounded amount of work a character.</summary>
    public const int TimeoutMilliseconds = 30_000;

    /// <summary>Stands where another finder found something: a private-use character, part of no pattern but where it is asked for.</summary>
    private const char Mask = '\uE000';

    /// <summary>What a replacement uncovers, such as digits beside a number, takes another pass; real texts need one.</summary>
    private const int MaxPasses = 8;

    private static readonly Func<string, IEnumerable<Finding>>[] Finders =
        [UrlFinder.Find, EmailFinder.Find, IbanFinder.Find, CardFinder.Find, BankAccountFinder.Find, PhoneFinder.Find, AddressFinder.Find];

    /// <param name="texts">The fields of one ticket; an item is replaced when its text changes.</param>
    /// <returns>Every replacement, with the index of its text, in order of place.</returns>
    public IReadOnlyList<(int Text, PersonalDataKind Kind, string Old, string New)> Redact(string[] texts)
    {
        var replaced = new List<(int, PersonalDataKind, string, string)>();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var before = replaced.Count;
            RedactOnce(texts, replaced);
            if (replaced.Count == before)
            {
                break;
            }
        }

        return replaced;
    }

    private void RedactOnce(string[] texts, List<(int, PersonalDataKind, string, string)> replaced)
    {
        var findings = new List<Finding>[texts.Length];
        var masked = new string[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            findings[i] = [];
            masked[i] = FindByShape(texts[i], findings[i]);
        }

        var names = TicketNames.Of(masked.SelectMany(NameFinder.Find));
        for (var i = 0; i < texts.Length; i++)
        {
            findings[i].AddRange(names.Find(masked[i]));
            findings[i].Sort((left, right) => left.Start.CompareTo(right.Start));
            texts[i] = Replace(texts[i], findings[i], (kind, old, @new) => replaced.Add((i, kind, old, @new)));
        }
    }

    /// <summary>Takes what the finders find, the more certain first, and hides it from the next.</summary>
    /// <returns>The text of the same length with all that masked.</returns>
    private static string FindByShape(string text, List<Finding> findings)
    {
        var characters = text.ToCharArray();
        foreach (var pseudonym in Pseudonyms.In(text))
        {
            characters.AsSpan(pseudonym.Index, pseudonym.Length).Fill(Mask);
        }

        foreach (var find in Finders)
        {
            foreach (var finding in find(new string(characters)))
            {
                var place = characters.AsSpan(finding.Start, finding.Length);
                if (place.Contains(Mask))
                {
                    continue;   // two shapes of one finder overlap
                }

                place.Fill(Mask);
                if (finding.Identity is not null)
                {
                    findings.Add(finding);
                }
            }
        }

        return new string(characters);
    }

    private string Replace(string text, List<Finding> findings, Action<PersonalDataKind, string, string> report)
    {
        if (findings.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var finding in findings)
        {
            var pseudonym = pseudonyms.Of(finding.Kind, finding.Identity!);
            result.Append(text, copied, finding.Start - copied).Append(pseudonym);
            report(finding.Kind, text.Substring(finding.Start, finding.Length), pseudonym);
            copied = finding.End;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
