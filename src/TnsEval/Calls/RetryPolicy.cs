using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TnsEval.Abstractions;
using TnsEval.Plugins;

namespace TnsEval.Calls;

/// <summary>What is tried again, how often, and after how long.</summary>
/// <param name="Retries">After a transient fault.</param>
/// <param name="Seed">Seeds the jitter.</param>
internal sealed record RetryPolicy(int Retries, long Seed)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    /// <summary>Quotas of model providers fill up within a minute; one that asks for more is asked again after this.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>After "too many calls" the same call is sure to work later, so it gets more patience.</summary>
    public int RateLimitRetries => Retries * 3;

    /// <summary>Whether an exception of an attempt says that the same call may work later.</summary>
    public static bool IsWorthRetrying(Exception exception) => exception is CallTimedOutException || IsRateLimit(exception)
        || exception is ProviderFaultException { Fault.Kind: ProviderFaultKind.Transient };

    public static bool IsRateLimit(Exception exception) => exception is ProviderFaultException { Fault.Kind: ProviderFaultKind.RateLimited };

    /// <summary>How long to wait before a retry.</summary>
    /// <param name="failures">Attempts of this call so far; at least 1.</param>
    /// <param name="retryAfter">What the server asked for; nothing, when it is not above zero: at once is no advice from one that is overloaded.</param>
    /// <param name="trace">The case, so that each waits differently, and the same in every run.</param>
    public TimeSpan Delay(int failures, TimeSpan? retryAfter, CallTrace? trace)
    {
        var jitter = Fraction($"{Seed} {trace?.Case} {trace?.Repeat} {trace?.Retries ?? failures}");
        if (retryAfter > TimeSpan.Zero)
        {
            return (retryAfter.Value < LongestRetryAfter ? retryAfter.Value : LongestRetryAfter) + (jitter * FirstDelay);
        }

        var backoff = FirstDelay * Math.Pow(2, Math.Min(failures - 1, 10));
        return (backoff < LongestDelay ? backoff : LongestDelay) * ((1 + jitter) / 2);
    }

    private static double Fraction(FormattableString of) =>
        BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(of.ToString(CultureInfo.InvariantCulture)))) / (double)(1L << 32);
}
