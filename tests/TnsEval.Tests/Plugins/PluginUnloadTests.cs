using System.Runtime.CompilerServices;

using Microsoft.Extensions.AI;

using TnsEval.Plugins;

namespace TnsEval.Tests.Plugins;

/// <summary>
/// The tool never unloads a plugin. That a plugin can be unloaded shows that the harness keeps nothing of it: no client, exception, type
/// or delegate.
/// </summary>
public sealed class PluginUnloadTests
{
    [Fact]
    public async Task Plugin_can_be_unloaded_after_a_real_call()
    {
        using var sandbox = new PluginSandbox("echo");
        ShouldBeCollected(await Use(sandbox, "echo", "parrot"));
    }

    [Fact]
    public async Task Plugin_can_be_unloaded_after_a_call_that_threw()
    {
        using var sandbox = new PluginSandbox("faulty");
        ShouldBeCollected(await Use(sandbox, "faulty", "throws"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> Use(PluginSandbox sandbox, string id, string model)
    {
        var plugin = sandbox.Open().Plugins.Single(plugin => plugin.Manifest.Id == id);
        var (provider, _) = LoadedProvider.Load(plugin, isCollectible: true);
        provider!.TryCreateClient(model, Environment.CurrentDirectory, _ => "any", out var client, out _).ShouldBeTrue();
        try
        {
            await client!.GetResponseAsync("hello");
        }
        catch (ProviderFaultException e)
        {
            e.Fault.Message.ShouldBe("too many calls");
        }

        client!.Dispose();
        var context = provider.Context;
        context.Unload();
        return new WeakReference(context);
    }

    private static void ShouldBeCollected(WeakReference context)
    {
        for (var i = 0; i < 10 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        context.IsAlive.ShouldBeFalse();
    }
}
