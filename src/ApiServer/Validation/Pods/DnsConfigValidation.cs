using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>How a pod resolves names.</summary>
internal static class DnsConfigValidation
{
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchCharacters = 2048;

    /// <summary>Judges a pod's DNS policy and configuration.</summary>
    public static void Validate(PodDNSConfig? config, string policy, FieldPath path, FieldErrors errors)
    {
        if (policy == "None")
        {
            if (config is null)
            {
                errors.Required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }

            if (config.Nameservers.Count == 0)
            {
                errors.Required(path.Child("nameservers"), "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }

        if (config is null) return;
        var nameservers = path.Child("nameservers");
        if (config.Nameservers.Count > MaxNameservers) errors.Invalid(nameservers, config.Nameservers, $"must not have more than {MaxNameservers} nameservers");
        for (var i = 0; i < config.Nameservers.Count; i++) IpRules.Address(config.Nameservers[i], nameservers.Index(i), errors);

        ValidateSearches(config.Searches, path.Child("searches"), errors);
        for (var i = 0; i < config.Options.Count; i++)
        {
            if (config.Options[i].Name.Length == 0) errors.Required(path.Child("options").Index(i), "must not be empty");
        }
    }

    private static void ValidateSearches(KubeList<string> searches, FieldPath path, FieldErrors errors)
    {
        if (searches.Count > MaxSearches) errors.Invalid(path, searches, $"must not have more than {MaxSearches} search paths");
        if (searches.Sum(s => s.Length) + searches.Count - 1 > MaxSearchCharacters)
        {
            errors.Invalid(path, searches, $"must not have more than {MaxSearchCharacters} characters (including spaces) in the search list");
        }

        for (var i = 0; i < searches.Count; i++)
        {
            if (searches[i] == ".") continue;
            var search = searches[i].EndsWith('.') ? searches[i][..^1] : searches[i];
            // Underscores are let pass, as in SRV names.
            errors.Invalid(path.Index(i), search, search.Contains('_') && Names.IsDns1123Subdomain(search.Replace('_', 'a')) ? [] : Names.CheckDns1123Subdomain(search));
        }
    }
}
