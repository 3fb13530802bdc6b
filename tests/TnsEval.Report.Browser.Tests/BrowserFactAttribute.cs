using System.Runtime.CompilerServices;

namespace TnsEval.Report.Browser.Tests;

/// <summary>
/// A test of the browser lane: a report in a real Chromium. Without one the test is skipped. Select the lane with <c>--filter Lane=browser</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute([CallerMemberName] string test = "")
    {
        if (Chromium.Path is null)
        {
            Skip = "no chromium, chromium-browser or google-chrome on the PATH: apt-get install chromium";
            DisplayName = $"{test} ({Skip})";   // test runners print the name of a skipped test, and its reason only when asked for more
        }
    }
}
