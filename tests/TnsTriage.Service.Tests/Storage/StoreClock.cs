using System.Reflection;
using TnsEval.Testing;

namespace TnsTriage.Service.Tests.Storage;

/// <summary>In front of a store whose time is its server's: before each call, that time is made the test's.</summary>
public class StoreClock : DispatchProxy
{
    private object _store = null!;
    private Action _set = null!;

    internal static T Over<T>(T store, OwnSchema schema, ManualTimeProvider time) where T : class
    {
        var proxy = Create<T, StoreClock>();
        ((StoreClock)(object)proxy)._store = store;
        ((StoreClock)(object)proxy)._set = () => schema.SetClock(time.GetUtcNow());
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _set();
        return targetMethod!.Invoke(_store, args);
    }
}
