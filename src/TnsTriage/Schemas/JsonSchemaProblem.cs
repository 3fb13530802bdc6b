namespace TnsTriage.Schemas;

/// <summary>Something wrong in a schema itself.</summary>
/// <param name="Pointer">JSON pointer into the schema; empty for its root.</param>
/// <param name="What">What is wrong, and where there is one, the supported way to say it.</param>
public sealed record JsonSchemaProblem(string Pointer, string What);
