namespace TnsTriage.Service.Triage;

/// <summary>
/// Reads a configuration section into options. Each name that does not exist and each value that is not of its kind is a problem with its
/// path; such a setting keeps its default, so that all others are checked in the same round. Values may be secrets put in the wrong place,
/// and are not shown.
/// </summary>
internal static class OptionsReading
{
    /// <summary>The options as far as they can be read.</summary>
    public static TOptions Read<TOptions>(IConfigurationSection section, ICollection<Problem> problems)
        where TOptions : class, new()
    {
        var options = new TOptions();
        Fill(section, options, problems);
        return options;
    }

    private static void Fill(IConfigurationSection section, object options, ICollection<Problem> problems)
    {
        var settings = options.GetType().GetProperties().Where(property => property.CanWrite).ToArray();
        foreach (var child in section.GetChildren())
        {
            if (Array.Find(settings, setting => setting.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is not { } setting)
            {
                problems.Add(new Problem(child.Path, "there is no such setting", NearestName.Fix(child.Key, [.. settings.Select(setting => setting.Name)])));
            }
            else if (IsGroup(setting.PropertyType))
            {
                Fill(child, setting.GetValue(options)!, problems);
            }
            else if (TryRead(child, setting.PropertyType, out var value))
            {
                setting.SetValue(options, value ?? setting.GetValue(options));
            }
            else
            {
                problems.Add(new Problem(child.Path, "its value is not of its kind", $"Write {Example(setting.PropertyType)}"));
            }
        }
    }

    private static bool IsGroup(Type type) => type.IsClass && type.Namespace!.StartsWith(nameof(TnsTriage), StringComparison.Ordinal);

    private static bool TryRead(IConfigurationSection section, Type type, out object? value)
    {
        value = null;
        try
        {
            value = section.Get(type);
            return type != typeof(Uri) || value is Uri { IsAbsoluteUri: true } || string.IsNullOrEmpty(section.Value);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Example(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var kind when kind == typeof(TimeSpan) => "a time such as 00:01:30",
        var kind when kind == typeof(int) => "a whole number in digits",
        var kind when kind == typeof(double) => "a number such as 0.005",
        var kind when kind == typeof(bool) => "true or false",
        var kind when kind == typeof(Uri) => "an address such as https://host.example.org/",
        { IsEnum: true } kind => $"one of {string.Join(", ", Enum.GetNames(kind))}",
        _ => "a text",
    };
}
