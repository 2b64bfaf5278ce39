using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Cluster;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet kube-apiserver</c>: the API server alone, over its store.</summary>
internal static partial class KubeApiServerCommand
{
    private const long Megabyte = 1024 * 1024;

    private static readonly FlagTable Flags = new();

    // Serving
    private static readonly Flag<IPAddress> BindAddress = Flags.Value("bind-address", "ip", IPAddress.Any, "Where to listen.", FlagTypes.Address);
    private static readonly Flag<int> SecurePort = Flags.Integer("secure-port", 6443, "The port to listen on, with HTTPS.");
    private static readonly Flag<IPAddress?> AdvertiseAddress = Flags.Value<IPAddress?>(
        "advertise-address", "ip", null, "Where members of the cluster reach this server; without it --bind-address, or this machine's address.", FlagTypes.Address);
    private static readonly Flag<string> CertDir = Flags.Text(
        "cert-dir", "", "Where certificates lie that are made because none was given; without it the folder certs in --data-dir.");
    private static readonly CertificateFlags Serving = CertificateFlags.Serving(Flags);

    // The store
    private static readonly StoreFlags Store = new(Flags);
    private static readonly Flag<TimeSpan> CompactionInterval = Flags.Duration(
        "etcd-compaction-interval", TimeSpan.FromMinutes(5), "How often superseded revisions are forgotten; 0: never.");
    private static readonly Flag<TimeSpan> EventTtl = Flags.Duration("event-ttl", TimeSpan.FromHours(1), "How long Events live.");

    // Who calls, and what they may
    private static readonly Flag<bool> AnonymousAuth = Flags.Switch("anonymous-auth", true, "Let callers without credentials in as system:anonymous.");
    private static readonly Flag<string> ClientCaFile = Flags.Text("client-ca-file", "", "The authorities whose client certificates count, as PEM.");
    private static readonly Flag<string> TokenAuthFile = Flags.Text("token-auth-file", "", "A file of tokens: token,user,uid,\"group1,group2\".");
    private static readonly Flag<IReadOnlyList<string>> AuthorizationMode = Flags.List("authorization-mode", ["RBAC"], "How requests are judged: RBAC, AlwaysAllow.");
    private static readonly Flag<IReadOnlyList<string>> ApiAudiences = Flags.List("api-audiences", [], "For whom service-account tokens have to be; without it the issuers.");
    private static readonly Flag<IReadOnlyList<string>> ServiceAccountIssuer = Flags.List(
        "service-account-issuer", [SecurityOptions.DefaultIssuer], "Who issues service-account tokens; tokens of the further ones count too.");
    private static readonly Flag<string> ServiceAccountJwksUri = Flags.Text(
        "service-account-jwks-uri", "", "Where others find the public keys of service-account tokens; without it at this server.");
    private static readonly Flag<IReadOnlyList<string>> ServiceAccountKeyFile = Flags.List(
        "service-account-key-file", [], "Keys by which service-account tokens are known, as PEM.");
    private static readonly Flag<string> ServiceAccountSigningKeyFile = Flags.Text(
        "service-account-signing-key-file", "", "The key that signs service-account tokens, as PEM; without it one is made and kept in --cert-dir.");
    private static readonly Flag<IReadOnlyList<string>> EnableAdmissionPlugins = Flags.List("enable-admission-plugins", [], "Admission plugins beside the usual ones.");
    private static readonly Flag<IReadOnlyList<string>> DisableAdmissionPlugins = Flags.List("disable-admission-plugins", [], "Admission plugins to leave out.");
    private static readonly Flag<bool> AllowPrivileged = Flags.Value(
        "allow-privileged", "bool", true, "Privileged containers are allowed; false is not supported.", static text => FlagTypes.OneOf(text, "true") == "true");

    // Services
    private static readonly Flag<IReadOnlyList<IPNetwork>> ServiceClusterIPRange = Flags.Value<IReadOnlyList<IPNetwork>>(
        "service-cluster-ip-range", "networks", [IPNetwork.Parse("10.0.0.0/24")],
        "From where Services get their addresses: a network, or one of IPv4 and one of IPv6 with a comma between; the first is the default.",
        static text => [.. text.Split(',').Select(static part => FlagTypes.Network(part.Trim()))]);
    private static readonly Flag<PortRange> ServiceNodePortRange = Flags.Value(
        "service-node-port-range", "ports", new PortRange(30000, 32767), "From where Services get their node ports.", FlagTypes.Ports);

    // Kubelets
    private static readonly CertificateFlags KubeletClient = new(
        Flags.Text("kubelet-client-certificate", "", "What kubelets are shown, as PEM; read again when it changes."),
        Flags.Text("kubelet-client-key", "", "The key of --kubelet-client-certificate."));
    private static readonly Flag<string> KubeletCertificateAuthority = Flags.Text("kubelet-certificate-authority", "", "Who signs kubelets' certificates; without it anybody.");
    private static readonly Flag<IReadOnlyList<string>> KubeletPreferredAddressTypes = Flags.List(
        "kubelet-preferred-address-types", [], "Which of a node's addresses are tried, the best first.");

    // Audit
    private static readonly Flag<string> AuditLogPath = Flags.Text("audit-log-path", "", "Where requests are recorded, at level Metadata; without it nowhere.");
    private static readonly Flag<int> AuditLogMaxSize = Flags.Integer("audit-log-maxsize", 100, "How many megabytes an audit log may have before it is set aside.");
    private static readonly Flag<int> AuditLogMaxBackup = Flags.Integer("audit-log-maxbackup", 2, "How many audit logs that were set aside are kept.");

    public static Component Create() => new("kube-apiserver", "The Kubernetes API server: validates and keeps the objects of the API.", Flags, RunAsync);

    /// <summary><c>kybernet server</c>: the API server, and beside it in the same process controllers and scheduler.</summary>
    public static Component CreateServer() => new(
        "server", "A control plane in one process: API server, controllers and scheduler. Several on one etcd share the work.", Flags, RunServerAsync);

    private static Task RunAsync(ComponentStart start, CancellationToken cancellation) =>
        RunAsync(start, (_, stop) => Task.Delay(Timeout.InfiniteTimeSpan, start.Environment.Time, stop), cancellation);

    private static Task RunServerAsync(ComponentStart start, CancellationToken cancellation) =>
        RunAsync(
            start,
            async (server, stop) =>
            {
                await using ClusterComponents components = new(server, start.Environment, start.Loggers);
                components.StartElected(start.ReadFile(ClientCaFile) ?? "");
                await components.Failed.WaitAsync(stop);
            },
            cancellation);

    /// <summary>Serves, and does beside it what is given, until that ends.</summary>
    private static async Task RunAsync(
        ComponentStart start, Func<KubeApiServer, CancellationToken, Task> beside, CancellationToken cancellation)
    {
        var paths = Store.PathsOf(start);
        var certificates = start.Get(CertDir) is { Length: > 0 } chosen ? chosen : paths.Certificates;
        var address = Advertised(start);
        // Before anything is made: what does not fit together is told, and leaves nothing behind.
        var serving = ServingOf(start, certificates, address);
        var security = SecurityOf(start, certificates);
        var (store, owner) = await Store.OpenAsync(start, paths, cancellation);
        await using var closing = owner;
        await using var audit = AuditOf(start) is { } log ? new AuditLog(log, start.Environment) : null;
        await using KubeApiServer server = new(new KubeApiServerOptions
        {
            Environment = start.Environment,
            Store = store,
            Loggers = start.Loggers,
            Listen = [new IPEndPoint(start.Get(BindAddress), start.Get(SecurePort))],
            ServingCertificate = serving,
            Security = security,
            AdvertiseAddress = address,
            AdvertisePort = start.Get(SecurePort),
            ServiceClusterIPRanges = start.Get(ServiceClusterIPRange),
            ServiceNodePortRange = (start.Get(ServiceNodePortRange).First, start.Get(ServiceNodePortRange).Last),
            EventTtl = start.Get(EventTtl),
            CompactionInterval = start.Get(CompactionInterval),
            Audit = audit,
            Kubelets = KubeletsOf(start),
            EnableAdmissionPlugins = start.Get(EnableAdmissionPlugins),
            DisableAdmissionPlugins = start.Get(DisableAdmissionPlugins),
        });
        await server.StartAsync(cancellation);
        LogServing(start.Loggers.CreateLogger(nameof(KubeApiServer)), server.EndPoints[0]);
        if (security.AuthorizationModes.Contains("RBAC"))
            await NodeRole.EnsureAsync(new KubeClient(server.CreateTransport(Identities.Admin)), cancellation);
        await beside(server, cancellation);
    }

    private static SecurityOptions SecurityOf(ComponentStart start, string certificates)
    {
        var issuers = start.Get(ServiceAccountIssuer);
        if (issuers.Count == 0) throw new CommandFailure("--service-account-issuer is empty");
        if (start.ReadFile(ServiceAccountSigningKeyFile) is not { } key)
        {
            SecretFile.CreateDirectory(certificates);
            key = SigningKey.Ensure(Path.Combine(certificates, "sa.key"));
        }

        return new SecurityOptions
        {
            ClientCaPem = start.ReadFile(ClientCaFile),
            TokenAuth = start.ReadFile(TokenAuthFile),
            ServiceAccountSigningKeyPem = key,
            ServiceAccountKeyPems = [.. start.Get(ServiceAccountKeyFile).Select(File.ReadAllText)],
            ServiceAccountIssuer = issuers[0],
            ServiceAccountJwksUri = start.Get(ServiceAccountJwksUri),
            FurtherServiceAccountIssuers = [.. issuers.Skip(1)],
            ApiAudiences = start.Get(ApiAudiences),
            AnonymousAuth = start.Get(AnonymousAuth),
            AuthorizationModes = start.Get(AuthorizationMode),
        };
    }

    private static IPAddress Advertised(ComponentStart start)
    {
        if (start.Get(AdvertiseAddress) is { } said) return said;
        var bound = start.Get(BindAddress);
        return bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any) ? NodeAddress.Find() : bound;
    }

    private static Func<X509Certificate2> ServingOf(ComponentStart start, string certificates, IPAddress address)
    {
        if (Serving.Of(start) is { } given) return given;
        var service = start.Get(ServiceClusterIPRange)[0].BaseAddress.GetAddressBytes();
        service[^1]++;
        return SelfMadeCertificate.Ensure(
            certificates, "apiserver", address.ToString(), ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"],
            [address, new IPAddress(service), IPAddress.Loopback, IPAddress.IPv6Loopback], start.Environment.Time);
    }

    private static KubeletConnectionOptions KubeletsOf(ComponentStart start)
    {
        X509Certificate2Collection? authorities = null;
        if (start.ReadFile(KubeletCertificateAuthority) is { } pem) (authorities = []).ImportFromPem(pem);
        var types = start.Get(KubeletPreferredAddressTypes);
        return new KubeletConnectionOptions
        {
            ClientCertificate = KubeletClient.Of(start), Authorities = authorities, PreferredAddressTypes = types.Count > 0 ? types : null,
        };
    }

    private static AuditLogOptions? AuditOf(ComponentStart start) => start.Get(AuditLogPath) switch
    {
        "" => null,
        "-" => throw new CommandFailure("--audit-log-path: the standard output is not supported, name a file"),
        var path => new(path) { MaxSize = start.Get(AuditLogMaxSize) * Megabyte, MaxBackups = start.Get(AuditLogMaxBackup) },
    };

    [LoggerMessage(LogLevel.Information, "Serving securely on {EndPoint}")]
    private static partial void LogServing(ILogger logger, IPEndPoint endPoint);
}
