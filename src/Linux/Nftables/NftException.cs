using System.Globalization;
using System.Text.RegularExpressions;

namespace Kybernet.Linux.Nftables;

/// <summary>nft or the kernel refused a transaction; the message holds what was said and the command it was about.</summary>
/// <param name="error">What nft wrote to its standard error.</param>
/// <param name="script">The whole transaction.</param>
public sealed partial class NftException(string error, string script) : Exception(Explain(error, script))
{
    /// <summary>The whole transaction that was refused.</summary>
    public string Script { get; } = script;

    private static string Explain(string error, string script)
    {
        // nft writes "/dev/stdin:LINE:COLUMNS: Error: …", then the line and a marker; of many errors the first is the cause.
        if (Position().Match(error) is not { Success: true } position) return $"nft: {error.Trim()}";
        var lines = script.Split('\n');
        var line = int.Parse(position.Groups["line"].ValueSpan, CultureInfo.InvariantCulture);
        var command = line >= 1 && line <= lines.Length ? lines[line - 1] : "";
        return $"nft: {position.Groups["message"].Value.Trim()} in \"{command}\"";
    }

    [GeneratedRegex(@"^\S*stdin:(?<line>\d+):[\d-]+: Error: (?<message>[^\n]*)", RegexOptions.Multiline)]
    private static partial Regex Position();
}
