using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>As much of an image's name as its pull policy's default hangs on.</summary>
internal static partial class ImageName
{
    private const int MaxNameLength = 255;

    /// <summary>
    /// Whether the name means the tag <c>latest</c>: by saying so, or by having neither tag nor digest. A name that is
    /// none does not.
    /// </summary>
    public static bool IsLatest(string image)
    {
        if (IsIdentifier(image)) return false;
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : image[..slash];
        var hasDomain = first.AsSpan().ContainsAny('.', ':') || first is "localhost" || first.Any(char.IsAsciiLetterUpper);
        var match = hasDomain ? WithDomain().Match(image) : WithoutDomain().Match(image);
        if (!match.Success || match.Groups["name"].Length > MaxNameLength) return false;
        var tag = match.Groups["tag"];
        return tag.Success ? tag.ValueSpan is "latest" : !match.Groups["digest"].Success;
    }

    // An image's own id is not a name.
    private static bool IsIdentifier(string image) => image.Length == 64 && !image.AsSpan().ContainsAnyExcept("0123456789abcdef");

    private const string Path = @"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*";
    private const string Label = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private const string Domain = "(?:" + Label + @"(?:\." + Label + @")*|\[(?:[a-fA-F0-9:]+)\])(?::[0-9]+)?";
    private const string Rest = "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$";

    [GeneratedRegex("^(?<name>" + Domain + "/" + Path + ")" + Rest, RegexOptions.CultureInvariant)]
    private static partial Regex WithDomain();

    [GeneratedRegex("^(?<name>" + Path + ")" + Rest, RegexOptions.CultureInvariant)]
    private static partial Regex WithoutDomain();
}
