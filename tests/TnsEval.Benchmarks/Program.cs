using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/TnsEval.Benchmarks -- --filter '*Schema*' [--job short]
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
