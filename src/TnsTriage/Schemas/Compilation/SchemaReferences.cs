using TnsTriage.Schemas.Keywords;

namespace TnsTriage.Schemas.Compilation;

/// <summary>Where every schema of a document is, and which references wait to be led there.</summary>
internal sealed class SchemaReferences
{
    private readonly Dictionary<string, SchemaNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _anchors = new(StringComparer.Ordinal);
    private readonly List<Pending> _pending = [];

    /// <summary>The root's <c>$id</c>: a reference may begin with it.</summary>
    public string? RootId { private get; set; }

    public void Add(SchemaNode node) => _nodes[node.Pointer] = node;

    public bool TryAddAnchor(string anchor, string pointer) => _anchors.TryAdd(anchor, pointer);

    /// <summary>Reads <c>$ref</c>; its target is known after <see cref="Resolve"/>.</summary>
    public ReferenceKeyword? Read(SchemaSource source, SchemaNode node)
    {
        if (source.Text("$ref") is not { } reference)
        {
            return null;
        }

        var keyword = new ReferenceKeyword();
        _pending.Add(new Pending(keyword, node, source.PointerTo("$ref"), reference));
        return keyword;
    }

    /// <summary>Leads every reference to its target and reports those that lead nowhere or round in a circle.</summary>
    public void Resolve(Action<string, string> report)
    {
        foreach (var (keyword, _, pointer, reference) in _pending)
        {
            if (FragmentOf(reference) is not { } fragment)
            {
                report(pointer, "only references inside this schema are supported: \"#\", \"#/$defs/name\" or \"#anchor\"");
            }
            else if (_nodes.TryGetValue(_anchors.GetValueOrDefault(fragment, fragment), out var target))
            {
                keyword.PointTo(target);
            }
            else
            {
                report(pointer, $"the reference leads nowhere: there is no schema at \"{TextOf.Shortened(reference, 80)}\"");
            }
        }

        foreach (var (keyword, node, pointer, _) in _pending)
        {
            if (keyword.InPlace.Any(target => Reaches(target, node)))
            {
                report(pointer, "the reference comes back to itself at the same place of the instance, so that checking would never end");
            }
        }
    }

    private string? FragmentOf(string reference)
    {
        var local = RootId is not null && reference.StartsWith(RootId, StringComparison.Ordinal) ? reference[RootId.Length..] : reference;
        return local switch
        {
            "" => "",
            ['#', .. var fragment] => Uri.UnescapeDataString(fragment),
            _ => null,
        };
    }

    private static bool Reaches(SchemaNode from, SchemaNode wanted)
    {
        var visited = new HashSet<SchemaNode> { from };
        var waiting = new Queue<SchemaNode>(visited);
        while (waiting.TryDequeue(out var node))
        {
            if (node == wanted)
            {
                return true;
            }

            foreach (var next in node.Keywords.SelectMany(keyword => keyword.InPlace).Where(visited.Add))
            {
                waiting.Enqueue(next);
            }
        }

        return false;
    }

    private sealed record Pending(ReferenceKeyword Keyword, SchemaNode Node, string Pointer, string Reference);
}
