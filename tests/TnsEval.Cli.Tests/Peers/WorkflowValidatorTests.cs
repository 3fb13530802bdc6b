using TnsEval.Testing;

namespace TnsEval.Cli.Tests.Peers;

/// <summary>The GitHub workflow of docs/ci.md before action-validator, which knows the schema of workflows.</summary>
[Trait("Lane", "peers")]
public sealed class WorkflowValidatorTests
{
    [PeerFact]
    public async Task The_documented_workflow_keeps_the_schema_of_workflows()
    {
        var (exitCode, output) = await ValidateAsync(WorkflowText.GitHub);

        exitCode.ShouldBe(0, output);
    }

    [PeerFact]
    public async Task The_validator_sees_a_slip()
    {
        var (exitCode, output) = await ValidateAsync(WorkflowText.GitHub.Replace("runs-on:", "runs_on:", StringComparison.Ordinal));

        exitCode.ShouldNotBe(0);
        output.ShouldContain("runs_on");
    }

    private static async Task<(int ExitCode, string Output)> ValidateAsync(string workflow)
    {
        using var folder = new TemporaryFolder();
        folder.Write(".github/workflows/prompts.yml", workflow);
        return await PeerServer.RunAsync("@action-validator/cli/cli.mjs", folder.Path, ".github/workflows/prompts.yml");
    }
}
