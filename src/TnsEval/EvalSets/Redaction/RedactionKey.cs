using System.Security.Cryptography;
using TnsTriage;

namespace TnsEval.EvalSets.Redaction;

/// <summary>
/// The secret behind pseudonyms. Who has it can test whether a known person stands behind one, so it is made anew for each set unless a file keeps it, and never
/// shown.
/// </summary>
public sealed class RedactionKey
{
    private const int Size = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _bytes;

    private RedactionKey(byte[] bytes, bool isKept) => (_bytes, IsKept) = (bytes, isKept);

    /// <summary>Whether a file keeps it, so that another call will give the same pseudonyms.</summary>
    internal bool IsKept { get; }

    /// <summary>A key that is gone when the process is.</summary>
    public static RedactionKey CreateRandom() => new(RandomNumberGenerator.GetBytes(Size), isKept: false);

    /// <summary>The key of a file, which is made, for its owner only, when it is not there; null and a problem when it cannot be used.</summary>
    /// <exception cref="IOException">The file cannot be read or made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read or made.</exception>
    public static RedactionKey? LoadOrCreate(string file, ICollection<Problem> problems)
    {
        if (!File.Exists(file))
        {
            var key = new RedactionKey(RandomNumberGenerator.GetBytes(Size), isKept: true);
            using var stream = new FileStream(file, NewFile());
            using var writer = new StreamWriter(stream);
            writer.Write(Convert.ToHexStringLower(key._bytes) + "\n");
            return key;
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerOnly & ~UnixFileMode.UserExecute) != UnixFileMode.None)
        {
            problems.Add(new Problem(file, "the key may be read by others than its owner", "Run chmod 600 on it, or make a new key if others had it"));
            return null;
        }

        // A key of ours is short; whatever else the name stands for need not be read whole.
        var text = new FileInfo(file).Length <= 2 * Size + 2 ? File.ReadAllText(file).Trim() : "";
        if (text.Length != 2 * Size || !text.All(char.IsAsciiHexDigit))
        {
            problems.Add(new Problem(file, "is not a redaction key", $"Name a file of {2 * Size} hex digits, or one that is not there yet: it will be made"));
            return null;
        }

        return new RedactionKey(Convert.FromHexString(text), isKept: true);
    }

    /// <summary>A key of given bytes, for tests.</summary>
    internal static RedactionKey Of(byte[] bytes, bool isKept = true) => new(bytes, isKept);

    internal byte[] Mac(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_bytes, data);

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
