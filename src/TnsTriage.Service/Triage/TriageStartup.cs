using TnsTriage.Front;
using TnsTriage.Front.Api;
using TnsTriage.Service.Policy;

namespace TnsTriage.Service.Triage;

/// <summary>
/// Asks Front what the names in the policy mean. What is wrong there ends the service; a Front that is down does not: webhooks are taken
/// meanwhile, and triage begins when Front answers.
/// </summary>
internal sealed partial class TriageStartup(
    TriageSetup setup, FrontClient front, IServiceProvider services, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<TriageStartup> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private TriageDesk? _desk;

    /// <summary>Whether Front has told what triage needs to begin.</summary>
    public bool HasBegun => _desk is not null;

    /// <summary>What was wrong; empty while nothing is known to be.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Asks once.</summary>
    /// <returns>Whether Front answered, be it with problems.</returns>
    public async Task<bool> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            List<Problem> problems = [];
            var company = await front.GetCompanyAsync(cancellationToken);   // a policy without names would never find a wrong token
            var names = await DeskNames.ResolveAsync(front, setup.Rules, problems, cancellationToken);
            _desk = names is null ? null : new TriageDesk(setup.Rules, names, setup.Champion, setup.Challenger);
            Problems = problems;
            if (_desk is not null)
            {
                LogReady(logger, company.Id, setup.Rules.IsDryRun ? "dry run: nothing is written" : "live", TnsTriage.Champion.Provenance);
            }

            return true;
        }
        catch (FrontException e) when (e.Fault.IsTransient)
        {
            LogNoAnswer(logger, e.Message);
            return false;
        }
        catch (FrontException e)
        {
            Problems = [EarlyQuestions.Refused(e)];
            return true;
        }
    }

    /// <summary>The worker, once Front has answered; null when there are problems, or the service is stopped before.</summary>
    public async Task<TriageWorker?> WorkerAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_desk is null)
            {
                if (!await AskAsync(cancellationToken))
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }
                else if (Problems.Count > 0)
                {
                    foreach (var problem in Problems)
                    {
                        LogProblem(logger, problem);
                    }

                    lifetime.StopApplication();
                    return null;
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var triage = ActivatorUtilities.CreateInstance<ConversationTriage>(services, _desk);
        return ActivatorUtilities.CreateInstance<TriageWorker>(services, triage);
    }

    [LoggerMessage(1, LogLevel.Information, "Front company {Company}; {Mode}; {Champion}")]
    private static partial void LogReady(ILogger logger, string company, string mode, ChampionProvenance champion);

    [LoggerMessage(2, LogLevel.Warning, "Triage waits for Front, webhooks are taken meanwhile: {Why}")]
    private static partial void LogNoAnswer(ILogger logger, string why);

    [LoggerMessage(3, LogLevel.Critical, "{Problem}")]
    private static partial void LogProblem(ILogger logger, Problem problem);
}
