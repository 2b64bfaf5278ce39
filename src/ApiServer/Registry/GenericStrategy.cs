using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// The strategy of a kind that has none of its own: objects are taken as they come, under names that are DNS subdomains.
/// Its generation counts changes when the kind has a status subresource, as upstream does for custom resources.
/// </summary>
internal sealed class GenericStrategy(ApiResource resource) : ResourceStrategy
{
    /// <inheritdoc/>
    public override bool HasGeneration { get; } = resource.FindSubresource("status") is not null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix)
    {
        var text = prefix && name.EndsWith('-') ? name[..^1] : name;
        return IsSubdomain(text) ? [] : [SubdomainError];
    }

    private const string SubdomainError =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with "
        + "an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private static bool IsSubdomain(string name)
    {
        if (name.Length is 0 or > 253) return false;
        foreach (var label in name.AsSpan().Split('.'))
        {
            var text = name.AsSpan(label);
            if (text.IsEmpty || text[0] == '-' || text[^1] == '-') return false;
            foreach (var c in text)
            {
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-') return false;
            }
        }

        return true;
    }
}
