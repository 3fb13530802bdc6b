using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.Service.Policy;

namespace TnsTriage.Service.Triage;

/// <summary>
/// Asks Front what it can be asked although the configuration has other problems, so that a wrong token and names that Front does not know
/// are told in the same round as the rest. A Front that does not answer is no problem of the configuration, and not waited for here.
/// </summary>
internal static class EarlyQuestions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Adds what Front says; nothing where its own settings cannot be used.</summary>
    public static async Task AskAsync(IConfiguration configuration, ICollection<Problem> problems)
    {
        const string FrontSection = $"{TriageOptions.Section}:{nameof(TriageOptions.Front)}";
        List<Problem> told = [];
        var options = OptionsReading.Read<TriageOptions>(configuration.GetSection(TriageOptions.Section), told);
        if (told.Any(problem => problem.Where.StartsWith(FrontSection, StringComparison.OrdinalIgnoreCase)) || options.Front.Check().Any() || ServiceRole.IsReceiver(options.Role))
        {
            return;   // the token goes nowhere that was not meant; a receiver asks Front nothing
        }

        (options.Front.RequestTimeout, options.Front.MaxRateLimitWait) = (Patience, Patience);
        var rules = PolicyFile.Read(options.Policy, options.Paging.IsConfigured, told);
        var services = new ServiceCollection();
        services.AddTnsTriageFront(front => TriageHost.Copy(options.Front, front));
        await using var provider = services.BuildServiceProvider();
        var front = provider.GetRequiredService<FrontClient>();
        try
        {
            await front.GetCompanyAsync(CancellationToken.None);
            if (rules is not null)
            {
                List<Problem> names = [];
                await DeskNames.ResolveAsync(front, rules, names, CancellationToken.None);
                foreach (var problem in names)
                {
                    problems.Add(problem);
                }
            }
        }
        catch (FrontException e) when (!e.Fault.IsTransient)
        {
            problems.Add(Refused(e));
        }
        catch (FrontException)
        {
            return;
        }
    }

    /// <summary>Front answers, and not to us.</summary>
    public static Problem Refused(FrontException e) =>
        new($"{TriageOptions.Section}:Front", e.Message, "Correct the token, its rights or the address");
}
