namespace TextLib;

/// <summary>Stands for a vendor's library. Version 2 breaks it, as vendors do.</summary>
public static class Voice
{
    public static string Shout(string text) => text + "!";
}
