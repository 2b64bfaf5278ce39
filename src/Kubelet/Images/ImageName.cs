using System.Text.RegularExpressions;

namespace Kybernet.Kubelet.Images;

/// <summary>An image's name taken apart: registry, repository, tag, digest.</summary>
/// <param name="Registry">The registry's host, with its port; docker.io when the name says none.</param>
/// <param name="Repository">The path in the registry.</param>
/// <param name="Tag">The tag; <c>latest</c> when the name has neither tag nor digest, empty with a digest alone.</param>
/// <param name="Digest">The digest; empty when there is none.</param>
internal sealed partial record ImageName(string Registry, string Repository, string Tag, string Digest)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none; the message is upstream's.</exception>
    public static ImageName Parse(string text)
    {
        var match = Reference().Match(text);
        if (!match.Success)
        {
            throw new FormatException(text.Any(char.IsAsciiLetterUpper) && Reference().IsMatch(text.ToLowerInvariant())
                ? "repository name must be lowercase"
                : "invalid reference format");
        }

        var (path, tag, digest) = (match.Groups["path"].Value, match.Groups["tag"].Value, match.Groups["digest"].Value);
        if (tag.Length == 0 && digest.Length == 0) tag = "latest";
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        var hasRegistry = first.Contains('.') || first.Contains(':') || first == "localhost";
        return hasRegistry
            ? new(first, path[(slash + 1)..], tag, digest)
            : new(DefaultRegistry, slash < 0 ? "library/" + path : path, tag, digest);
    }

    /// <summary>The name as it was written, with the tag that it means.</summary>
    public static string WithDefaultTag(string text)
    {
        var name = Parse(text);
        return name.Tag == "latest" && !text.EndsWith(":latest", StringComparison.Ordinal) && name.Digest.Length == 0 ? text + ":latest" : text;
    }

    /// <summary>Whether the policy that nobody set is Always: for tags that move.</summary>
    public bool MovesByItself => Tag == "latest" && Digest.Length == 0;

    [GeneratedRegex(
        """^(?<path>(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
