namespace TnsTriage.Service.Faults;

/// <summary>What came of one fault.</summary>
internal interface IFaultReport
{
    bool IsMet { get; }

    /// <summary>Why it was not injected; null when it was.</summary>
    string? Skipped { get; }

    /// <summary>What was expected and not seen.</summary>
    IEnumerable<string> Misses { get; }

    /// <summary>A row of a Markdown table.</summary>
    string TableRow();
}
