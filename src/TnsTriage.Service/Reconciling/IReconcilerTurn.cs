namespace TnsTriage.Service.Reconciling;

/// <summary>Which of the processes that share a ledger searches Front's list of events: one at a time.</summary>
internal interface IReconcilerTurn
{
    /// <summary>Whether it is this process's turn now. It stays so until the process ends or loses the store.</summary>
    /// <exception cref="Storage.StorageUnavailableException">Nobody can tell.</exception>
    Task<bool> IsOursAsync(CancellationToken cancellationToken);
}

/// <summary>For a ledger that one process has.</summary>
internal sealed class OnlyReconciler : IReconcilerTurn
{
    public Task<bool> IsOursAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
