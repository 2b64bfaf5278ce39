using System.Text;
using System.Text.Json;
using Kybernet.Api.Core.V1;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Images;

/// <summary>Finds, in pull secrets, what a registry wants to see.</summary>
internal static class RegistryCredentials
{
    private const string DockerHub = "docker.io";

    /// <summary>What fits an image, in the order of the secrets.</summary>
    public static IReadOnlyList<AuthConfig> Find(ImageName image, IEnumerable<Secret> secrets)
    {
        List<AuthConfig> found = [];
        foreach (var secret in secrets)
        {
            var (key, field) = secret.Type == "kubernetes.io/dockercfg" ? (".dockercfg", "") : (".dockerconfigjson", "auths");
            if (!secret.Data.TryGetValue(key, out var json)) continue;
            try
            {
                using var document = JsonDocument.Parse(json);
                var auths = document.RootElement;
                if (field.Length > 0 && !auths.TryGetProperty(field, out auths)) continue;
                foreach (var entry in auths.EnumerateObject())
                {
                    if (Fits(entry.Name, image)) found.Add(Read(entry.Value));
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                // Upstream passes over secrets that it cannot read: the next may be right.
            }
        }

        return found;
    }

    /// <summary>Keys are hosts, with or without scheme, path and stars for parts of the host.</summary>
    private static bool Fits(string key, ImageName image)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var place = (scheme < 0 ? key : key[(scheme + 3)..]).TrimEnd('/');
        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (host, path) = slash < 0 ? (place, "") : (place[..slash], place[(slash + 1)..]);
        if (host is "index.docker.io" or "registry-1.docker.io") host = DockerHub;
        if (path is "v1" or "v2") path = "";
        return FitsHost(host, image.Registry)
            && (path.Length == 0 || image.Repository == path || image.Repository.StartsWith(path + "/", StringComparison.Ordinal));
    }

    private static bool FitsHost(string pattern, string host)
    {
        if (!pattern.Contains('*')) return pattern == host;
        var (wanted, parts) = (pattern.Split('.'), host.Split('.'));
        return wanted.Length == parts.Length
            && wanted.Zip(parts).All(static p => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(p.First, p.Second, ignoreCase: false));
    }

    private static AuthConfig Read(JsonElement entry)
    {
        AuthConfig auth = new() { Username = Text("username"), Password = Text("password"), IdentityToken = Text("identitytoken") };
        if (Text("auth") is { Length: > 0 } both && auth.Username.Length == 0)
        {
            var decoded = Encoding.UTF8.GetString(Convert.FromBase64String(both));
            var colon = decoded.IndexOf(':', StringComparison.Ordinal);
            if (colon >= 0) (auth.Username, auth.Password) = (decoded[..colon], decoded[(colon + 1)..]);
        }

        return auth;

        string Text(string name) => entry.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }
}
