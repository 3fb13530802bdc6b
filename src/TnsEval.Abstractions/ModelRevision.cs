using Microsoft.Extensions.AI;

namespace TnsEval.Abstractions;

/// <summary>
/// What fixes a model's answers beyond its name: a digest of its weights, the hash of a recording. A client that knows one gives it by
/// <see cref="IChatClient.GetService"/>; it is kept with the run, which is not resumed on another revision.
/// </summary>
/// <param name="Value">Any text that differs when the model does, such as <c>sha256:9f86d08...</c>.</param>
public sealed record ModelRevision(string Value);
