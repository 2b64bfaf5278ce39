using System.CommandLine;
using Kybernet.Host.Cluster;
using Kybernet.Host.Commands.Components;
using Kybernet.Storage;

namespace Kybernet.Host.Commands.Etcd;

/// <summary>Options that say where an etcd is: by etcdctl's names, or by kube-apiserver's.</summary>
internal sealed class EtcdConnectionOptions(string servers, string caFile, string certFile, string keyFile, string prefix)
{
    /// <summary>Somebody waits; a server would be more patient with an etcd that only starts.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Option<string?> _servers = new(servers) { Description = "The servers, with commas between them: http://HOST:PORT, https://HOST:PORT, unix:///PATH." };
    private readonly Option<string?> _caFile = new(caFile) { Description = "The authorities that sign their certificates, as PEM." };
    private readonly Option<string?> _certFile = new(certFile) { Description = "The certificate to show to them, as PEM." };
    private readonly Option<string?> _keyFile = new(keyFile) { Description = $"The key of {certFile}." };
    private readonly Option<string> _prefix = new(prefix) { Description = "What all keys in etcd begin with.", DefaultValueFactory = _ => "/registry" };

    /// <summary>As etcdctl has them.</summary>
    public static EtcdConnectionOptions OfEtcdctl() => new("--endpoints", "--cacert", "--cert", "--key", "--etcd-prefix");

    /// <summary>As kube-apiserver has them.</summary>
    public static EtcdConnectionOptions OfKubeApiServer() =>
        new("--etcd-servers", "--etcd-cafile", "--etcd-certfile", "--etcd-keyfile", "--etcd-prefix");

    /// <summary>Adds those that say where it is.</summary>
    public Command AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option>)[_servers, _caFile, _certFile, _keyFile]) command.Add(option);
        return command;
    }

    /// <summary>Adds the one that says what of it is meant.</summary>
    public Command AddPrefixTo(Command command)
    {
        command.Add(_prefix);
        return command;
    }

    /// <summary>What was said; null when no servers are named.</summary>
    /// <exception cref="CommandFailure">An address is none.</exception>
    public EtcdStoreOptions? Of(ParseResult parsed)
    {
        if (parsed.GetValue(_servers) is not { Length: > 0 } named) return null;
        return new EtcdStoreOptions
        {
            Endpoints =
            [
                .. named.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(text => EtcdAddress.Parse(text, _servers.Name.TrimStart('-'))),
            ],
            CaFile = parsed.GetValue(_caFile),
            CertificateFile = parsed.GetValue(_certFile),
            KeyFile = parsed.GetValue(_keyFile),
            OpenTimeout = Patience,
            Prefix = parsed.CommandResult.Command.Options.Contains(_prefix) ? parsed.GetValue(_prefix)! : "/registry",
        };
    }
}
