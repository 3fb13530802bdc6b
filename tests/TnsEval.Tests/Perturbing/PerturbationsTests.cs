using System.Text.Json;
using TnsEval.Perturbing;
using TnsEval.Runs;
using TnsTriage;

namespace TnsEval.Tests.Perturbing;

public sealed class PerturbationsTests
{
    private readonly List<Problem> _problems = [];

    [Fact]
    public void Names_may_stand_apart_or_with_commas_and_keep_the_order_of_all()
    {
        Parse("injection, typos", "case").ToString().ShouldBe("typos, case, injection");
        Parse("all").Chosen.ShouldBe(Perturbation.All);
        Parse().ShouldBe(Perturbations.None);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public void Each_name_that_is_none_is_a_problem_with_the_nearest_one()
    {
        Parse("tipos,case", "zerowidth", "");

        _problems.Select(problem => problem.ToString()).ShouldBe(
        [
            "--perturb: unknown perturbation \"tipos\". Write \"typos\", if that is meant.",
            "--perturb: unknown perturbation \"zerowidth\". Write \"zero_width\", if that is meant.",
            $"--perturb: unknown perturbation \"\". Use one of {string.Join(", ", Perturbation.All.Select(perturbation => perturbation.Name))}, all, none.",
        ]);
    }

    [Fact]
    public void None_is_a_choice_of_its_own()
    {
        Parse("none").ShouldBe(Perturbations.None);
        _problems.ShouldBeEmpty();

        Parse("none", "typos");
        _problems.ShouldHaveSingleItem().ToString().ShouldBe("--perturb: none stands beside typos. Leave out none, or the others.");
    }

    [Fact]
    public void Equal_choices_are_equal_options_and_read_back()
    {
        var options = new RunOptions { Perturbations = Parse("typos,case") };

        options.ShouldBe(new RunOptions { Perturbations = Parse("case", "typos") });
        options.ShouldNotBe(new RunOptions { Perturbations = Parse("case") });
        JsonSerializer.Deserialize(JsonSerializer.Serialize(options, RunJson.Lines.RunOptions), RunJson.Lines.RunOptions)!.Perturbations.ShouldBe(options.Perturbations);
    }

    [Fact]
    public void Names_are_different_and_can_be_typed() =>
        Perturbation.All.Select(perturbation => perturbation.Name).Distinct().Count(name => name.All(character => char.IsAsciiLetterLower(character) || character == '_')).ShouldBe(Perturbation.All.Count);

    private Perturbations Parse(params string[] texts) => Perturbations.Parse(texts, "--perturb", _problems);
}
