using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using TnsEval.Abstractions;

namespace TnsTriage.Service.Triage;

/// <summary>A model to ask, and how to read its provider's exceptions.</summary>
/// <param name="Name">As configuration names it: <c>provider/model</c>.</param>
/// <param name="Client">The provider's client, the one that was measured.</param>
/// <param name="Classify">What an exception of the client means.</param>
internal sealed record TriageModel(string Name, IChatClient Client, Func<Exception, ProviderFault> Classify)
{
    /// <summary>Makes the model that a name tells.</summary>
    /// <param name="name">As the user wrote it.</param>
    /// <param name="where">Where it stands, for problems.</param>
    /// <param name="providers">The providers there are.</param>
    /// <param name="readVariable">Where providers find keys and addresses.</param>
    /// <param name="problems">Receives every problem; never a key's value.</param>
    /// <param name="model">The model, when there is no problem.</param>
    public static bool TryCreate(
        string name,
        string where,
        IEnumerable<IModelProvider> providers,
        Func<string, string?> readVariable,
        ICollection<Problem> problems,
        [NotNullWhen(true)] out TriageModel? model)
    {
        model = null;
        var known = providers.ToDictionary(provider => provider.Id, StringComparer.Ordinal);
        if (name.Split('/', 2) is not [var id, { Length: > 0 } rest])
        {
            var what = name.Length == 0 ? "no model is named" : $"\"{name}\" is not provider/model";
            problems.Add(new Problem(where, what, "Write a model such as openai/gpt-4.1-mini"));
            return false;
        }

        if (!known.TryGetValue(id, out var provider))
        {
            problems.Add(new Problem(where, $"there is no provider \"{id}\"", NearestName.Fix(id, known.Keys)));
            return false;
        }

        try
        {
            var settings = new ModelSettings
            {
                Model = rest,
                PluginFolder = AppContext.BaseDirectory,
                WorkingDirectory = Directory.GetCurrentDirectory(),
                ReadVariable = readVariable,
            };
            model = new TriageModel(name, provider.CreateClient(settings), provider.Classify);
            return true;
        }
        catch (ProviderSettingsException e)
        {
            foreach (var problem in e.Problems)
            {
                problems.Add(new Problem($"{where} {name}", problem.What, problem.Fix));
            }

            return false;
        }
    }
}
