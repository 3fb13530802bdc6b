using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TnsTriage.Schemas.Keywords;

/// <summary>
/// One walk over one instance. It either probes (true or false, stopping at the first failure) or collects findings; combinators probe
/// while collecting. It also sees to it that the walk ends: a recursive schema with alternatives can otherwise take time exponential in
/// the depth of the instance.
/// </summary>
internal sealed class Evaluation
{
    /// <summary>Schemas applied before giving up. An assessment takes about a hundred, ten megabytes of digits five million.</summary>
    private const int MaxSteps = 10_000_000;

    /// <summary>Schemas inside each other on the way down: eight for each level that <see cref="StrictJson"/> lets through.</summary>
    private const int MaxNesting = 512;

    private Findings? _findings;
    private Finding? _refusal;
    private bool _isProbe;
    private int _steps;
    private int _nesting;

    private Evaluation(Findings? findings) => _findings = findings;

    /// <summary>Where to report, or null when nobody wants to know (any more).</summary>
    public Findings? Findings => _isProbe || _refusal is not null || _findings is null or { IsFull: true } ? null : _findings;

    public bool IsProbing => Findings is null;

    public static bool IsValid(SchemaNode root, JsonElement instance)
    {
        var evaluation = new Evaluation(findings: null);
        return root.Evaluate(instance, evaluation) && evaluation._refusal is null;
    }

    /// <summary>Violations in the order of the instance's text, at most <paramref name="limit"/>.</summary>
    public static IReadOnlyList<JsonSchemaViolation> Explain(SchemaNode root, JsonElement instance, int limit)
    {
        var findings = new Findings(instance, limit);
        var evaluation = new Evaluation(findings);
        root.Evaluate(instance, evaluation);

        IEnumerable<Finding> refusal = evaluation._refusal is { } reason ? [reason] : [];
        return [.. refusal.Concat(findings.All).Take(limit).OrderBy(finding => finding.Offset).Select(finding => finding.Violation)];
    }

    /// <summary>Counts one schema applied to one instance. Pair with <see cref="Leave"/> when it returns true.</summary>
    public bool TryEnter(JsonElement instance, SchemaNode node)
    {
        if (_refusal is not null)
        {
            return false;
        }

        if (++_steps > MaxSteps)
        {
            return Refuse(instance, node.Pointer, "takes too many steps to check; make the whole value smaller or flatter");
        }

        if (_nesting == MaxNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Refuse(instance, node.Pointer, "is nested too deeply to check; make it flatter");
        }

        _nesting++;
        return true;
    }

    public void Leave() => _nesting--;

    /// <summary>Ends the walk: the instance cannot be judged and is invalid whatever <c>not</c> or <c>anyOf</c> would make of it.</summary>
    /// <returns>False, for the caller to return.</returns>
    public bool Refuse(JsonElement instance, string schemaPointer, string message)
    {
        _refusal ??= _findings is null ? default(Finding) : _findings.Describe(instance, schemaPointer, message);
        return false;
    }

    /// <summary>Whether the instance meets the schema, without reporting anything.</summary>
    public bool Probe(SchemaNode schema, JsonElement instance)
    {
        var wasProbe = _isProbe;
        _isProbe = true;
        var isValid = schema.Evaluate(instance, this);
        _isProbe = wasProbe;
        return isValid;
    }

    /// <summary>What there is to report about an alternative, apart from everything else. Only while collecting.</summary>
    public IReadOnlyList<Finding> ExplainApart(SchemaNode schema, JsonElement instance)
    {
        var outer = _findings!;
        var apart = outer.Apart();
        _findings = apart;
        schema.Evaluate(instance, this);
        _findings = outer;
        return apart.All;
    }
}
