using System.Text.RegularExpressions;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation;

/// <summary>Names like <c>acme.io/foo</c>: a domain and a path.</summary>
internal static partial class DomainPaths
{
    private const string PathRegex = @"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+";

    /// <summary>Judges such a name.</summary>
    public static void Validate(string value, FieldPath path, FieldErrors errors)
    {
        if (value.Length == 0)
        {
            errors.Required(path);
            return;
        }

        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == value.Length - 1)
        {
            errors.Invalid(path, value, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }

        var (domain, rest) = (value[..slash], value[(slash + 1)..]);
        errors.Invalid(path, domain, Names.CheckDns1123Subdomain(domain));
        if (!HttpPath().IsMatch(rest)) errors.Invalid(path, rest, $"Invalid path (regex used for validation is '{PathRegex}')");
    }

    [GeneratedRegex("^" + PathRegex + "$", RegexOptions.CultureInvariant)]
    private static partial Regex HttpPath();
}
