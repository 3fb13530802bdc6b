using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TnsEval.EvalSets;
using TnsTriage;

namespace TnsEval.Perturbing;

/// <summary>
/// A way to rewrite a ticket that leaves its label as it is: an answer that changes shows what a prompt hangs on besides the facts. Stateless, and safe to use
/// from many threads. A released perturbation never changes what it writes; another text is another perturbation. See docs/robustness.md.
/// </summary>
public abstract class Perturbation
{
    private protected Perturbation(string name, string description) => (Name, Description) = (name, description);

    /// <summary>All there are, in the order in which they run and are reported.</summary>
    public static IReadOnlyList<Perturbation> All { get; } =
    [
        new Typos(), new LetterCase(), new Homoglyphs(), new ZeroWidth(), new Leetspeak(),
        new Greeting(), new Signature(), new LegalFooter(), new ForwardedWrapper(), new QuotedReply(), new HtmlNoise(), new Injection(),
    ];

    /// <summary>Its name on the command line, in journals and in reports.</summary>
    public string Name { get; }

    /// <summary>What it does, in a few words.</summary>
    public string Description { get; }

    /// <summary>
    /// The rewritten ticket. The same case, seed and perturbation give the same text on every machine; a ticket that holds nothing to rewrite comes back as it is.
    /// </summary>
    /// <param name="case">The case; its label and its reason say which words are left alone.</param>
    /// <param name="seed">The run's seed.</param>
    public Ticket Apply(EvalCase @case, long seed) => Rewrite(@case, new Random(SeedOf($"{seed} {@case.Id} {Name}")));

    private protected abstract Ticket Rewrite(EvalCase @case, Random random);

    private static int SeedOf(FormattableString text) =>
        BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant(text))));
}
