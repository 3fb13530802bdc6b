using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TnsEval.Calls;
using TnsEval.Workers.Messages;
using TnsTriage;
using TnsTriage.RabbitMq;

namespace TnsEval.Workers.Coordinating;

/// <summary>
/// What comes of jobs: results, and jobs that nobody lived to tell the result of. The first to a job counts and is acknowledged when the journal has it; all others are let
/// go. Takes one result at a time.
/// </summary>
/// <param name="session">Whose.</param>
/// <param name="open">The jobs that are waited for.</param>
/// <param name="standstill">Told of everything that comes.</param>
/// <param name="budget">Gets what second results cost; null for no budget.</param>
/// <param name="counts">Of what did not count.</param>
/// <param name="notes">Told of cases that are given up.</param>
internal sealed class ResultIntake(Guid session, OpenJobs open, Standstill standstill, RunBudget? budget, ResultCounts counts, RunNotes notes)
{
    private readonly HashSet<Guid> _attempts = [];

    public async Task TakeAsync(Delivery delivery)
    {
        standstill.Moved();
        if (Letter.Read(delivery, LetterKinds.Result, WorkersJson.Lines.CaseResult) is not { } result || !TryRead(result, out var classification))
        {
            counts.AddUnreadable();
        }
        else if (result.Session != session)
        {
            counts.AddForeign();
        }
        else
        {
            var isCopy = !_attempts.Add(result.Attempt);
            if (open.TryAnswer(result.Key, new JobAnswer(classification, result), delivery))
            {
                return;
            }

            counts.AddDouble();
            if (!isCopy)
            {
                budget?.Add(result.Spent);   // it was paid for all the same
            }
        }

        await delivery.AckAsync();
    }

    /// <summary>Takes a job that came back once too often: a case that is never silently lost, whatever became of those who worked on it.</summary>
    public async Task TakeDeadAsync(Delivery delivery)
    {
        standstill.Moved();
        if (Letter.Read(delivery, LetterKinds.Job, WorkersJson.Lines.CaseJob) is not { } job)
        {
            counts.AddUnreadable();
        }
        else if (job.Session == session)
        {
            var reason = $"{RunQueues.DeathsOfSuspect} workers died on it, one after the other";
            if (open.TryAnswer(job.Key, new JobAnswer(new Classification { Outcome = new CaseOutcome.Failed(reason) }, Result: null), delivery))
            {
                notes.Say($"Case {job.Case} is recorded as failed: {reason}.");
                return;
            }
        }

        await delivery.AckAsync();
    }

    private static bool TryRead(CaseResult result, [NotNullWhen(true)] out Classification? classification)
    {
        try
        {
            classification = result.ToClassification();
            return true;
        }
        catch (JsonException)
        {
            classification = null;
            return false;
        }
    }
}
