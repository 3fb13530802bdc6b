namespace TnsTriage.Schemas;

/// <summary>One way in which an instance breaks a schema.</summary>
/// <param name="InstancePointer">JSON pointer into the instance; empty for its root. A name is cut after 64 characters.</param>
/// <param name="SchemaPointer">JSON pointer to the keyword in the schema; inside a definition when a reference led there.</param>
/// <param name="Message">
/// Fit to send back to a model: says what is expected and which kind or size was found, never what the instance's text says.
/// </param>
public sealed record JsonSchemaViolation(string InstancePointer, string SchemaPointer, string Message);
