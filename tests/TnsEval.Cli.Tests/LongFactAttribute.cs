namespace TnsEval.Cli.Tests;

/// <summary>A test that takes minutes: run only where <c>TNSEVAL_LONG</c> is set.</summary>
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("TNSEVAL_LONG") is null or "")
        {
            Skip = "takes minutes: set TNSEVAL_LONG to run it";
        }
    }
}
