using TnsTriage.Service.Demo;
using TnsTriage.Service.Dispositions;

namespace TnsTriage.Service.Operations;

/// <summary>What may stand behind the program's name when it is no command: settings of ASP.NET Core's configuration.</summary>
internal static class Arguments
{
    public const string Help = "--help";

    public static readonly string Usage = $"""
        TnsTriage.Service [--TnsTriage:NAME=VALUE...]
            runs until SIGTERM or Ctrl-C; any source of ASP.NET Core's configuration will do, such as variables TnsTriage__NAME
        TnsTriage.Service {Demonstration.Switch} [--seed N] [--all]
            200 made-up conversations against a stand-in for Front; needs no configuration
        TnsTriage.Service {DeadLetterReplay.Switch} [CONVERSATION...]
            makes dead letters due again, all or those named
        TnsTriage.Service {DispositionCommand.Switch} FILE
            what people said of decisions by tags, as tickets for tnseval sets import --from-ledger
        Settings, endpoints and metrics: docs/service.md
        """;

    /// <summary>A slip in a command must not start the service: what is neither a command nor a setting with its value is a problem.</summary>
    public static IEnumerable<Problem> Check(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (arguments[index].Contains('=', StringComparison.Ordinal))
            {
                continue;
            }

            if (arguments[index].StartsWith("--", StringComparison.Ordinal)
                && index + 1 < arguments.Count && !arguments[index + 1].StartsWith("--", StringComparison.Ordinal))
            {
                index++;   // its value
                continue;
            }

            yield return new Problem(
                arguments[index], "is no command, and no setting with a value",
                NearestName.Of(arguments[index], [Demonstration.Switch, DeadLetterReplay.Switch, DispositionCommand.Switch, Help]) is { } near
                    ? $"Write {near}, if that is meant, as the first argument"
                    : $"See {Help}");
        }
    }
}
