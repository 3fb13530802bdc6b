using System.Net;
using TnsTriage.Service.Faults.Servers;
using TnsTriage.Service.Faults.Surroundings;

namespace TnsTriage.Service.Faults.Injected;

/// <summary>The disk of inbox and ledger is full for a while.</summary>
internal static class StorageFaults
{
    public static async Task<FaultReport> FullAsync(BenchOptions options)
    {
        const int Each = 20;
        const string Fault = "disk full";
        var disk = Path.Combine(options.Folder, "small-disk");
        Directory.CreateDirectory(disk);
        if (!await Tool.TryAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk))
        {
            return new FaultReport(Fault, "nothing") { Skipped = "a small tmpfs could not be mounted; that takes root" };
        }

        try
        {
            await using var bench = await Bench.OpenAsync(options, dataFolder: Path.Combine(disk, "data"));
            bench.Front.Latency = TimeSpan.FromMilliseconds(40);
            await bench.ReceiveAsync(Each, _ => Ticket.Danger);   // in hand when the disk is full
            Fill(Path.Combine(disk, "filler"));
            var refused = 0;
            var late = Enumerable.Range(0, Each).Select(number => bench.Begin(Ticket.Danger, Each + number)).ToArray();
            foreach (var conversation in late)
            {
                refused += await bench.DeliverAsync(bench.EventOf(conversation)) == HttpStatusCode.ServiceUnavailable ? 1 : 0;
            }

            await Task.Delay(TimeSpan.FromSeconds(3));
            File.Delete(Path.Combine(disk, "filler"));
            var repeated = 0;
            foreach (var conversation in late)
            {
                repeated += await bench.DeliverAsync(bench.EventOf(conversation)) == HttpStatusCode.Accepted ? 1 : 0;
            }

            var drained = await bench.DrainAsync(TimeSpan.FromMinutes(3));
            return new FaultReport(Fault, $"a file system of 4 MiB filled up with {Each} conversations in hand, {Each} more delivered, freed, delivered again")
                .Rest(Findings.Of(bench))
                .Expect("answered 503 while full", Each, refused)
                .Expect("accepted once free", Each, repeated)
                .Expect("still the same process", !bench.Service!.HasExited)
                .Expect("drained", drained is not null);
        }
        finally
        {
            await Tool.TryAsync("umount", disk);
        }
    }

    /// <summary>Writes until there is no byte left.</summary>
    private static void Fill(string file)
    {
        using var filler = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 64 * 1024; size > 0; size /= 2)
        {
            try
            {
                while (true)
                {
                    filler.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                continue;   // smaller ones may fit
            }
        }
    }
}
