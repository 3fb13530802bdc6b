using System.Reflection;
using System.Runtime.CompilerServices;
using TnsEval.Runs;

namespace TnsEval.Tests.Architecture;

public sealed class MutableStaticsTests
{
    [Theory]
    [InlineData(typeof(TnsTriage.Ticket))]
    [InlineData(typeof(TnsEval.Abstractions.IModelProvider))]
    [InlineData(typeof(EvalRun))]
    public void No_static_field_can_be_assigned_again(Type typeOfAssembly)
    {
        var mutable =
            from type in typeOfAssembly.Assembly.GetTypes()
            where !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.IsDefined(typeof(System.CodeDom.Compiler.GeneratedCodeAttribute))
            from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where !field.IsInitOnly && !field.IsLiteral && !field.IsDefined(typeof(CompilerGeneratedAttribute)) && !field.Name.StartsWith('_' + "json", StringComparison.Ordinal)
            select $"{type.FullName}.{field.Name}";

        mutable.ShouldBeEmpty();
    }
}
