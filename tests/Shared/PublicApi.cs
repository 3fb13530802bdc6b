using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace TnsEval.Testing;

/// <summary>An assembly's public types and members as text, in ordinal order: what a release promises.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly FrozenSet<Type> RootTypes = [typeof(object), typeof(ValueType), typeof(Enum)];

    private static readonly FrozenDictionary<Type, string> Keywords = new Dictionary<Type, string>
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    }.ToFrozenDictionary();

    public static string Of(Assembly assembly) => string.Join('\n', assembly.GetExportedTypes()
        .Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))   // what extension members compile to; their get_ and set_ methods are listed
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .Select(type => string.Concat([$"{Header(type)}\n", .. Lines(type).Select(line => $"    {line}\n")])));

    private static IEnumerable<string> Lines(Type type) => type.IsEnum ? EnumMembers(type) : Members(type).Order(StringComparer.Ordinal);

    private static string Header(Type type)
    {
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null
            || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        var words = new List<string>();
        if (type.IsClass)
        {
            words.Add(type is { IsAbstract: true, IsSealed: true } ? "static" : type.IsAbstract ? "abstract" : type.IsSealed ? "sealed" : "open");
        }

        words.Add(
            type.IsEnum ? "enum"
            : type.IsInterface ? "interface"
            : type.IsValueType ? isRecord ? "record struct" : "struct"
            : isRecord ? "record" : "class");
        words.Add($"{type.Namespace}.{Name(type)}");
        Type[] bases =
        [
            .. type.BaseType is { } parent && !RootTypes.Contains(parent) ? [parent] : Type.EmptyTypes,
            .. type.IsEnum ? [] : type.GetInterfaces()
                .Except(type.BaseType?.GetInterfaces() ?? [])
                .Where(contract => !contract.Name.StartsWith("IEquatable", StringComparison.Ordinal)),
        ];
        return string.Join(' ', words) + (bases.Length == 0 ? "" : $" : {string.Join(", ", bases.Select(Name))}");
    }

    /// <summary>Values in order, with the name in JSON where there is one: both are stored and compared.</summary>
    private static IEnumerable<string> EnumMembers(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => $"{field.GetRawConstantValue()} {field.Name}{WireName(field)}");

    private static string WireName(FieldInfo field) =>
        field.GetCustomAttribute<JsonStringEnumMemberNameAttribute>() is { } wire ? $" \"{wire.Name}\"" : "";

    private static IEnumerable<string> Members(Type type) =>
    [
        .. type.GetConstructors(Declared).Where(IsPromised).Select(constructor => $"new({Parameters(constructor)})"),
        .. type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily) && !IsGenerated(field)).Select(Field),
        .. type.GetProperties(Declared)
            .Where(property => property.GetMethod is { } getter && IsPromised(getter) && property.Name != "EqualityContract")
            .Select(Property),
        .. type.GetMethods(Declared)
            .Where(method => IsPromised(method) && !IsGenerated(method) && !method.IsSpecialName && method.Name != "PrintMembers")
            .Select(method => $"{Static(method)}{Annotated(method.ReturnParameter)} {method.Name}{GenericArguments(method)}({Parameters(method)})"),
    ];

    private static string Field(FieldInfo field) =>
        field.IsLiteral ? $"const {Annotated(field)} {field.Name} = {field.GetRawConstantValue()}" : $"{Annotated(field)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        var setter = property.SetMethod is { } set && IsPromised(set)
            ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
            : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Static(property.GetMethod!)}{required}{Annotated(property)} {property.Name} {{ get;{setter} }}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        $"{(parameter.IsOut ? "out " : "")}{Annotated(parameter)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "default"}" : "");

    private static string Annotated(ParameterInfo parameter) => Name(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    private static string Annotated(PropertyInfo property) => Name(property.PropertyType, new NullabilityInfoContext().Create(property));

    private static string Annotated(FieldInfo field) => Name(field.FieldType, new NullabilityInfoContext().Create(field));

    private static string Name(Type type) => Name(type, nullability: null);

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return nullability?.ReadState == NullabilityState.Nullable ? $"{keyword}?" : keyword;
        }

        var name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Name;
        if (type.IsArray)
        {
            name = $"{Name(type.GetElementType()!, nullability?.ElementType)}[]";
        }
        else if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments().Select((argument, index) =>
                Name(argument, nullability?.GenericTypeArguments is { } known && index < known.Length ? known[index] : null));
            name = $"{name.Split('`')[0]}<{string.Join(", ", arguments)}>";
        }

        return !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? $"{name}?" : name;
    }

    private static string GenericArguments(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    /// <summary>Public, or protected in a type that others may derive from.</summary>
    private static bool IsPromised(MethodBase method) =>
        !(method is ConstructorInfo && IsGenerated(method))
        && (method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed));

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));
}
