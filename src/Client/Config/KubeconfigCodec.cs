using System.Text;
using Kybernet.Api.Json;

namespace Kybernet.Client;

/// <summary>Kubeconfigs to and from the tree of their YAML.</summary>
internal static class KubeconfigCodec
{
    public static Kubeconfig Read(JsonValue root, string directory)
    {
        if (root.ObjectOrNull is not { } config) throw new FormatException("a kubeconfig is a YAML object");
        return new Kubeconfig
        {
            CurrentContext = Text(config, "current-context"),
            Clusters = [.. Entries(config, "clusters", "cluster").Select(e => Cluster(e.Name, e.Value, directory))],
            Users = [.. Entries(config, "users", "user").Select(e => User(e.Name, e.Value, directory))],
            Contexts = [.. Entries(config, "contexts", "context").Select(e => Context(e.Name, e.Value))],
        };
    }

    public static JsonValue Write(Kubeconfig config) => new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["clusters"] = List(config.Clusters, "cluster", static c => (c.Name, Fields(
            ("certificate-authority", c.CertificateAuthority),
            ("certificate-authority-data", Base64(c.CertificateAuthorityPem)),
            ("insecure-skip-tls-verify", c.InsecureSkipTlsVerify),
            ("server", c.Server),
            ("tls-server-name", c.TlsServerName)))),
        ["contexts"] = List(config.Contexts, "context", static c => (c.Name, Fields(
            ("cluster", c.Cluster), ("namespace", c.Namespace), ("user", c.User)))),
        ["current-context"] = config.CurrentContext,
        ["users"] = List(config.Users, "user", static u => (u.Name, Fields(
            ("client-certificate", u.ClientCertificate),
            ("client-certificate-data", Base64(u.ClientCertificatePem)),
            ("client-key", u.ClientKey),
            ("client-key-data", Base64(u.ClientKeyPem)),
            ("token", u.Token),
            ("tokenFile", u.TokenFile)))),
    };

    private static KubeconfigCluster Cluster(string name, JsonObject fields, string directory) => new()
    {
        Name = name,
        Server = Text(fields, "server"),
        CertificateAuthority = FilePath(fields, "certificate-authority", directory),
        CertificateAuthorityPem = Pem(fields, "certificate-authority-data"),
        TlsServerName = Text(fields, "tls-server-name"),
        InsecureSkipTlsVerify = fields["insecure-skip-tls-verify"].BooleanOrNull ?? false,
    };

    private static KubeconfigUser User(string name, JsonObject fields, string directory) => new()
    {
        Name = name,
        ClientCertificate = FilePath(fields, "client-certificate", directory),
        ClientCertificatePem = Pem(fields, "client-certificate-data"),
        ClientKey = FilePath(fields, "client-key", directory),
        ClientKeyPem = Pem(fields, "client-key-data"),
        Token = Text(fields, "token"),
        TokenFile = FilePath(fields, "tokenFile", directory),
        Unsupported = [.. ((string[])["exec", "auth-provider", "username", "as"]).Where(f => !fields[f].IsNull)],
    };

    private static KubeconfigContext Context(string name, JsonObject fields) => new()
    {
        Name = name,
        Cluster = Text(fields, "cluster"),
        User = Text(fields, "user"),
        Namespace = Text(fields, "namespace"),
    };

    private static IEnumerable<(string Name, JsonObject Value)> Entries(JsonObject config, string list, string field)
    {
        if (config[list].IsNull) yield break;
        if (config[list].ArrayOrNull is not { } entries) throw new FormatException($"{list} is no list");
        foreach (var entry in (IReadOnlyList<JsonValue>)entries)
        {
            if (entry.ObjectOrNull is not { } fields) throw new FormatException($"an entry of {list} is no object");
            yield return (Text(fields, "name"), fields[field].ObjectOrNull ?? new JsonObject());
        }
    }

    private static string Text(JsonObject fields, string name) => fields[name] is { IsNull: false } value
        ? value.StringOrNull ?? throw new FormatException($"{name} is no string")
        : "";

    private static string FilePath(JsonObject fields, string name, string directory) =>
        Text(fields, name) is { Length: > 0 } path ? Path.Combine(directory, path) : "";

    private static string Pem(JsonObject fields, string name)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(Text(fields, name)));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{name} is not base64", e);
        }
    }

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));

    private static JsonArray List<T>(IEnumerable<T> entries, string field, Func<T, (string Name, JsonObject Fields)> fields) =>
        new(entries.Select(fields).Select(e => (JsonValue)new JsonObject { [field] = e.Fields, ["name"] = e.Name }));

    // Empty texts and false are left out.
    private static JsonObject Fields(params ReadOnlySpan<(string Name, JsonValue Value)> fields)
    {
        JsonObject result = new();
        foreach (var (name, value) in fields)
        {
            if (value.StringOrNull is not "" && value.BooleanOrNull is not false) result[name] = value;
        }

        return result;
    }
}
