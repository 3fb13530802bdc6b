using System.Text.Json;
using BenchmarkDotNet.Attributes;
using TnsTriage.Schemas;

namespace TnsEval.Benchmarks;

/// <summary>What checking one assessment costs. Goal: 100,000 a second on one core, so below 10 µs for <see cref="Valid"/>.</summary>
[MemoryDiagnoser]
public class SchemaBenchmarks
{
    private JsonSchema _schema = null!;
    private string _validText = null!;
    private JsonElement _valid;
    private JsonElement _invalid;

    /// <summary>Compiles the schema and reads the instances.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _validText = AssessmentSample.Valid;
        _schema = JsonSchema.TryCompile(JsonElement.Parse(AssessmentSample.Schema), out var schema, out var problems)
            ? schema
            : throw new InvalidOperationException(problems[0].What);
        _valid = JsonElement.Parse(_validText);
        _invalid = JsonElement.Parse(AssessmentSample.Invalid);
        if (_schema.Validate(_valid).Count != 0 || _schema.Validate(_invalid).Count != 5)
        {
            throw new InvalidOperationException("The samples are not what the benchmarks are named for.");
        }
    }

    /// <summary>A valid assessment of 1.1 KB.</summary>
    [Benchmark(Baseline = true)]
    public int Valid() => _schema.Validate(_valid).Count;

    /// <summary>The same with five mistakes, each explained.</summary>
    [Benchmark]
    public int Invalid() => _schema.Validate(_invalid).Count;

    /// <summary>From text: strict parse, then validation.</summary>
    [Benchmark]
    public int ParseAndValidate()
    {
        if (!StrictJson.TryParse(_validText, out var document, out var problem))
        {
            throw new InvalidOperationException(problem);
        }

        using (document)
        {
            return _schema.Validate(document.RootElement).Count;
        }
    }
}
