using System.CommandLine;
using System.CommandLine.Parsing;
using Kybernet.Client;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary>How a command is told of one cluster: a kubeconfig, or an address with a token.</summary>
internal sealed class Endpoint
{
    private readonly Option<FileInfo?> _kubeconfig;
    private readonly Option<string?> _server;
    private readonly Option<string?> _token;
    private readonly Option<bool> _insecure;
    private readonly Option<FileInfo?> _authority;

    private Endpoint(string kubeconfig, string prefix, string what)
    {
        _kubeconfig = new(kubeconfig) { Description = $"The kubeconfig of {what}." };
        _server = new($"--{prefix}server") { Description = $"Or its address, with a token, in place of a kubeconfig." };
        _token = new($"--{prefix}token") { Description = "A bearer token for it." };
        _insecure = new($"--{prefix}insecure-skip-tls-verify") { Description = "Believe whoever answers there." };
        _authority = new($"--{prefix}certificate-authority") { Description = "A PEM file with the authorities that its certificate comes from." };
    }

    /// <summary>The cluster that is measured.</summary>
    public static Endpoint First() => new("--kubeconfig", "", "the cluster to measure");

    /// <summary>One that is measured in turns with it.</summary>
    public static Endpoint Other() =>
        new("--compare", "compare-", "another cluster, measured in turns with the first; the ratio is the first by the other");

    /// <summary>The options, for a command to take.</summary>
    public IReadOnlyList<Option> Options => [_kubeconfig, _server, _token, _insecure, _authority];

    /// <summary>What is wrong with what was given, or null.</summary>
    /// <param name="result">The command.</param>
    /// <param name="isNeeded">Whether there has to be a cluster.</param>
    public string? Fault(CommandResult result, bool isNeeded)
    {
        var (kubeconfig, server, token) = (result.GetValue(_kubeconfig), result.GetValue(_server), result.GetValue(_token));
        if (kubeconfig is null && server is null) return isNeeded ? $"{_kubeconfig.Name} or {_server.Name} is needed" : null;
        if (kubeconfig is not null && server is not null) return $"{_kubeconfig.Name} and {_server.Name} exclude each other";
        if (server is null) return null;
        if (!Uri.TryCreate(server, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps) return $"{_server.Name} {server} is no https address";
        if (string.IsNullOrEmpty(token)) return $"{_server.Name} needs {_token.Name}";
        if (result.GetValue(_insecure) && result.GetValue(_authority) is not null) return $"{_insecure.Name} and {_authority.Name} exclude each other";
        return null;
    }

    /// <summary>The cluster, or null when none was given.</summary>
    public ClientConfig? Read(ParseResult parsed)
    {
        if (parsed.GetValue(_kubeconfig) is { } file) return Kubeconfig.Load(file.FullName).ToClientConfig();
        if (parsed.GetValue(_server) is not { } server) return null;
        return new ClientConfig
        {
            Server = new Uri(server),
            BearerToken = parsed.GetValue(_token)!,
            InsecureSkipTlsVerify = parsed.GetValue(_insecure),
            CertificateAuthorityPem = parsed.GetValue(_authority) is { } authority ? File.ReadAllText(authority.FullName) : null,
        };
    }
}
