using TnsEval.Prompts;
using TnsEval.Testing;
using TnsTriage;
using TnsTriage.Assessments;

namespace TnsEval.Tests.Gates;

/// <summary>What TnsTriage carries is what stands in the prompt folder, and its provenance says what was measured.</summary>
public sealed class ShippedChampionTests
{
    private static string Folder => Path.Combine(TestPaths.RepositoryRoot, "prompts/tns-triage");

    [Fact]
    public void The_embedded_prompt_is_the_version_of_its_file_and_of_its_release()
    {
        var problems = new List<Problem>();
        var file = PromptFile.Read(Path.Combine(TestPaths.RepositoryRoot, Champion.Provenance.PromptFile), problems);

        problems.ShouldBeEmpty();
        Champion.Prompt.Hash.ShouldBe(file!.Version.Hash);
        Champion.Prompt.Name.ShouldBe(file.Version.Name);
        Champion.Prompt.Definition.Description.ShouldBe(file.Version.Definition.Description);
        Champion.Provenance.SchemaHash.ShouldBe(file.Version.Answer.Hash);
        ReleasedPrompts.Read(Folder, problems)!.Released[Champion.Prompt.Name].ShouldBe(Champion.Prompt.Hash);
    }

    [Fact]
    public void What_is_embedded_is_the_folder_s_file_of_today()
    {
        using var stream = typeof(Champion).Assembly.GetManifestResourceStream("TnsTriage.champion.json")!;
        using var reader = new StreamReader(stream);

        reader.ReadToEnd().ShouldBe(File.ReadAllText(Path.Combine(Folder, "champion.json")), "build TnsTriage again after tnseval promote");
    }

    [Fact]
    public void Its_figures_come_from_the_policy_that_ships()
    {
        Champion.Provenance.PolicyVersion.ShouldBe(EscalationPolicy.Version);
        Champion.Provenance.Measurements.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_provenance_of_the_offline_floor_says_so_and_one_that_was_forced_says_why()
    {
        var provenance = Champion.Provenance;

        (provenance.Kind == ProvenanceKind.Offline).ShouldBe(provenance.Model.Name.StartsWith("offline/", StringComparison.Ordinal));
        provenance.ToString().Contains("NO LANGUAGE MODEL", StringComparison.Ordinal).ShouldBe(provenance.Kind == ProvenanceKind.Offline);
        (provenance.Gate == "pass").ShouldBe(provenance.ForcedBecause is null);
    }

    [Fact]
    public void The_package_s_readme_says_whether_a_language_model_was_measured()
    {
        File.ReadAllText(Path.Combine(TestPaths.RepositoryRoot, "src/TnsTriage/README.md"))
            .Contains("has not been measured on a language model", StringComparison.Ordinal).ShouldBe(Champion.Provenance.Kind == ProvenanceKind.Offline);
    }
}
