using System.Text.Json;
using TnsTriage.Schemas.Keywords;
using TnsTriage.Schemas.Values;

namespace TnsTriage.Schemas.Compilation;

/// <summary>Turns a schema document into nodes, one for each schema and subschema, and gathers every problem on the way.</summary>
internal sealed class SchemaCompiler
{
    private const int MaxDepth = 64;

    private readonly List<JsonSchemaProblem> _problems = [];
    private readonly SchemaReferences _references = new();

    private SchemaCompiler()
    {
    }

    /// <summary>Compiles a whole schema; the root can be used only when there is no problem.</summary>
    public static (SchemaNode Root, IReadOnlyList<JsonSchemaProblem> Problems) Compile(JsonElement schema)
    {
        var compiler = new SchemaCompiler();
        var root = compiler.Compile(schema, pointer: "", depth: 0);
        compiler._references.Resolve(compiler.Report);
        return (root, [.. compiler._problems.OrderBy(problem => problem.Pointer, StringComparer.Ordinal)]);
    }

    public void Report(string pointer, string what) => _problems.Add(new JsonSchemaProblem(pointer, what));

    /// <summary>Compiles one schema or subschema.</summary>
    public SchemaNode Compile(JsonElement schema, string pointer, int depth)
    {
        var node = new SchemaNode(pointer);
        _references.Add(node);
        if (depth > MaxDepth)
        {
            Report(pointer, $"schemas are nested deeper than {MaxDepth} levels here");
        }
        else if (schema.ValueKind == JsonValueKind.Object)
        {
            node.Keywords = ReadKeywords(new SchemaSource(this, pointer, MembersOf(schema, pointer), depth), node);
        }
        else if (schema.ValueKind == JsonValueKind.False)
        {
            node.Keywords = [new FalseSchema(pointer)];
        }
        else if (schema.ValueKind != JsonValueKind.True)
        {
            Report(pointer, $"a schema must be an object, true or false, but is {TextOf.Kind(schema.ValueKind)}");
        }

        return node;
    }

    /// <summary>The members of an object in a schema, in order; a name that is repeated or not well-formed is reported.</summary>
    public IReadOnlyDictionary<string, JsonElement> MembersOf(JsonElement value, string pointer)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!JsonText.IsWellFormed(JsonText.RawName(property)))
            {
                Report(pointer, "a property name holds half of a surrogate pair or broken UTF-8");
            }
            else if (!members.TryAdd(JsonText.Name(property), property.Value))
            {
                Report(JsonPointer.Append(pointer, JsonText.Name(property)), "the name is given twice in one object");
            }
        }

        return members;
    }

    private IReadOnlyList<Keyword> ReadKeywords(SchemaSource source, SchemaNode node)
    {
        foreach (var name in source.MemberNames.Where(name => !KnownKeywords.All.Contains(name)))
        {
            source.Report(name, KnownKeywords.Refusal(name));
        }

        Annotations.Check(source, _references);

        // What is cheap and rules out most comes first: a probe stops at the first keyword that is not met.
        IEnumerable<Keyword?> keywords =
        [
            TypeKeyword.Read(source),
            ValueKeyword.ReadConst(source),
            ValueKeyword.ReadEnum(source),
            .. CountKeyword.ReadAll(source),
            .. BoundKeyword.ReadAll(source),
            MultipleOfKeyword.Read(source),
            PatternKeyword.Read(source),
            MembersKeyword.Read(source),
            .. DependentRequiredKeyword.ReadAll(source),
            .. DependentSchemaKeyword.ReadAll(source),
            ItemsKeyword.Read(source),
            ContainsKeyword.Read(source),
            UniqueItemsKeyword.Read(source),
            _references.Read(source, node),
            AllOfKeyword.Read(source),
            .. AlternativesKeyword.ReadAll(source),
            NotKeyword.Read(source),
            ConditionKeyword.Read(source),
        ];
        return [.. keywords.OfType<Keyword>()];
    }
}
