namespace TnsTriage.Service.Tests.Desks;

/// <summary>Policies of the stand-in's company.</summary>
internal static class Policies
{
    public const string Live = """
        {
          "formatVersion": 1,
          "dryRun": false,
          "actions": {
            "none": {},
            "review": { "tags": ["tns/review"] },
            "escalate": {
              "tags": ["tns/escalated"], "inbox": "Trust & Safety", "assignee": "tns-oncall", "mention": ["tns-oncall"],
              "comment": ["**{{verdict}}**, {{severity}}: {{categories}}", "{{rationale}}", "Decision {{decision}} by {{prompt}} on {{model}}"],
              "link": "https://cases.example.org/{{decision}}"
            },
            "escalate_urgent": { "tags": ["tns/escalated", "tns/urgent"], "inbox": "Trust & Safety", "comment": ["Look now: {{categories}}"], "page": true }
          }
        }
        """;

    public static readonly string DryRun = Live.Replace("\"dryRun\": false", "\"dryRun\": true", StringComparison.Ordinal);

    public static readonly string WithShadow = Live.Replace(
        "\"dryRun\": false,", """
        "dryRun": false, "shadow": { "prompt": "champion", "model": "scripted/two" },
        """, StringComparison.Ordinal);
}
