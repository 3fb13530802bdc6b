namespace TextLib;

/// <summary>Version 1's method takes another argument here: code built on one version fails on the other.</summary>
public static class Voice
{
    public static string Shout(string text, int marks) => text + new string('!', marks);
}
