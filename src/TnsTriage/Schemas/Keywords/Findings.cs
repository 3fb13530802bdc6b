using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Keywords;

/// <summary>A violation and where its instance begins in the JSON text, in bytes.</summary>
internal readonly record struct Finding(int Offset, JsonSchemaViolation Violation);

/// <summary>What an evaluation has to report, and the way from the root to the value that it looks at.</summary>
internal sealed class Findings
{
    private const int MaxNameLength = 64;
    private const int MaxApart = 20;

    private readonly JsonElement _root;
    private readonly int _limit;
    private readonly StringBuilder _path;
    private readonly List<Finding> _all = [];

    public Findings(JsonElement root, int limit)
        : this(root, limit, new StringBuilder())
    {
    }

    private Findings(JsonElement root, int limit, StringBuilder path)
    {
        _root = root;
        _limit = limit;
        _path = path;
    }

    public IReadOnlyList<Finding> All => _all;

    /// <summary>JSON pointer to the value that is looked at.</summary>
    public string Here => _path.ToString();

    public bool IsFull => _all.Count == _limit;

    /// <summary>An empty list for a value on the same path.</summary>
    public Findings Apart() => new(_root, MaxApart, _path);

    public void Add(JsonElement instance, string schemaPointer, string message) => Add(Describe(instance, schemaPointer, message));

    public void Add(Finding finding)
    {
        if (!IsFull)
        {
            _all.Add(finding);
        }
    }

    public Finding Describe(JsonElement instance, string schemaPointer, string message) =>
        new(OffsetOf(instance), new JsonSchemaViolation(Here, schemaPointer, message));

    /// <summary>Takes a step down.</summary>
    /// <returns>What <see cref="Ascend"/> wants back.</returns>
    public int Descend(ReadOnlySpan<char> name)
    {
        var mark = _path.Length;
        _path.Append('/').Append(JsonPointer.Escape(TextOf.Shortened(name, MaxNameLength)));
        return mark;
    }

    /// <summary>Takes a step down.</summary>
    /// <returns>What <see cref="Ascend"/> wants back.</returns>
    public int Descend(int index)
    {
        var mark = _path.Length;
        _path.Append('/').Append(index);
        return mark;
    }

    public void Ascend(int mark) => _path.Length = mark;

    private int OffsetOf(JsonElement instance) =>
        JsonMarshal.GetRawUtf8Value(_root).Overlaps(JsonMarshal.GetRawUtf8Value(instance), out var offset) ? offset : 0;
}
