using BenchmarkDotNet.Running;
using TnsEval.Benchmarks.Load;

// dotnet run -c Release --project tests/TnsEval.Benchmarks -- load [--quick] [load|startup|cache|rescore|memory ...]
// dotnet run -c Release --project tests/TnsEval.Benchmarks -- --filter '*Schema*' [--job short]
if (args is ["load", .. var parts])
{
    return await LoadReport.WriteAsync(Console.Out, isQuick: parts.Contains("--quick"), [.. parts.Where(part => part != "--quick")]);
}

BenchmarkSwitcher.FromAssembly(typeof(LoadReport).Assembly).Run(args);
return 0;
