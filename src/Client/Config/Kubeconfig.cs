using System.Text;
using Kybernet.Api.Yaml;

namespace Kybernet.Client;

/// <summary>
/// A kubeconfig file: clusters, users and contexts (upstream's clientcmd api.Config). Certificates may be embedded or in
/// files beside it.
/// </summary>
public sealed record Kubeconfig
{
    /// <summary>The context that is used when none is named.</summary>
    public string CurrentContext { get; init; } = "";

    /// <summary>The clusters.</summary>
    public IReadOnlyList<KubeconfigCluster> Clusters { get; init; } = [];

    /// <summary>The users.</summary>
    public IReadOnlyList<KubeconfigUser> Users { get; init; } = [];

    /// <summary>The contexts.</summary>
    public IReadOnlyList<KubeconfigContext> Contexts { get; init; } = [];

    /// <summary>One cluster and one user in one context, all embedded: what an admin.kubeconfig is.</summary>
    /// <param name="cluster">The cluster; its name also becomes part of the context's, <c>user@cluster</c>.</param>
    /// <param name="user">The user.</param>
    /// <param name="ns">The context's namespace; empty: default.</param>
    public static Kubeconfig Of(KubeconfigCluster cluster, KubeconfigUser user, string ns = "")
    {
        var context = new KubeconfigContext { Name = $"{user.Name}@{cluster.Name}", Cluster = cluster.Name, User = user.Name, Namespace = ns };
        return new Kubeconfig { CurrentContext = context.Name, Clusters = [cluster], Users = [user], Contexts = [context] };
    }

    /// <summary>Reads a file; relative paths in it start at its directory.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is no kubeconfig.</exception>
    public static Kubeconfig Load(string path) =>
        Parse(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/");

    /// <summary>Reads YAML or JSON.</summary>
    /// <param name="text">The text.</param>
    /// <param name="directory">Where relative paths in it start.</param>
    /// <exception cref="FormatException">It is no kubeconfig.</exception>
    public static Kubeconfig Parse(string text, string directory) => KubeconfigCodec.Read(KubeYaml.Parse(text), directory);

    /// <summary>The YAML text.</summary>
    public string Write() => KubeYaml.Write(KubeconfigCodec.Write(this));

    /// <summary>Writes the file, readable by its owner alone, and puts it in place in one step.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        var next = path + ".new";
        File.Delete(next);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            file.Write(Encoding.UTF8.GetBytes(Write()));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>What to connect to, and as whom, in a context.</summary>
    /// <param name="context">The context's name; null: the current one.</param>
    /// <exception cref="FormatException">There is no such context, or it cannot be used; the message says why.</exception>
    /// <exception cref="IOException">A file that it names cannot be read.</exception>
    public ClientConfig ToClientConfig(string? context = null)
    {
        var name = context ?? CurrentContext;
        var chosen = Contexts.FirstOrDefault(c => c.Name == name) ?? throw new FormatException($"context \"{name}\" does not exist");
        var cluster = Clusters.FirstOrDefault(c => c.Name == chosen.Cluster)
            ?? throw new FormatException($"cluster \"{chosen.Cluster}\" of context \"{name}\" does not exist");
        var user = Users.FirstOrDefault(u => u.Name == chosen.User)
            ?? throw new FormatException($"user \"{chosen.User}\" of context \"{name}\" does not exist");
        if (user.Unsupported.Count > 0)
        {
            throw new FormatException($"user \"{user.Name}\": {string.Join(", ", user.Unsupported)} is not supported; use a client certificate or a token");
        }

        if (!Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http"))
        {
            throw new FormatException($"cluster \"{cluster.Name}\": invalid server \"{cluster.Server}\"");
        }

        var authority = Embedded(cluster.CertificateAuthorityPem, cluster.CertificateAuthority);
        return new ClientConfig
        {
            Server = server,
            CertificateAuthorityPem = authority.Length > 0 ? authority : null,
            InsecureSkipTlsVerify = cluster.InsecureSkipTlsVerify,
            TlsServerName = cluster.TlsServerName,
            ClientCertificate = ClientCertificates.Read(
                Embedded(user.ClientCertificatePem, user.ClientCertificate), Embedded(user.ClientKeyPem, user.ClientKey)),
            BearerToken = user.Token,
            BearerTokenFile = user.Token.Length > 0 ? "" : user.TokenFile,
            Namespace = chosen.Namespace.Length > 0 ? chosen.Namespace : "default",
        };
    }

    private static string Embedded(string pem, string file) => pem.Length > 0 || file.Length == 0 ? pem : File.ReadAllText(file);
}
