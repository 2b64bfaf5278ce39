using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Hollow;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Testing;

/// <summary>What a <see cref="TestCluster"/> is made of.</summary>
public sealed record TestClusterOptions
{
    /// <summary>
    /// Clock, chance and scheduler; null: the machine's own. A <see cref="Simulation"/>'s makes the whole cluster run on one
    /// thread in virtual time.
    /// </summary>
    public ExecutionEnvironment? Environment { get; init; }

    /// <summary>How many nodes, at most 250. They are named <c>node-1</c> and so on.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Changes what the nodes pretend to be: their size, their labels. Null: 8 processors and 32 GiB each.</summary>
    public Func<HollowNodeOptions, HollowNodeOptions>? Node { get; init; }

    /// <summary>Whether the controllers run. Without them nothing but the API happens.</summary>
    public bool Controllers { get; init; } = true;

    /// <summary>Whether the scheduler runs.</summary>
    public bool Scheduler { get; init; } = true;

    /// <summary>
    /// Whether the API is also served over HTTPS on a free port of the loopback, for clients of other kinds: see
    /// <see cref="TestCluster.Kubeconfig"/>. Not in a simulation.
    /// </summary>
    public bool Https { get; init; }

    /// <summary>Where the audit goes; null: nowhere.</summary>
    public IAuditSink? Audit { get; init; }

    /// <summary>
    /// What stands between a caller and the API: given who calls and the way to the API, gives the way that is taken. A test may
    /// fail or delay requests there. Null: nothing does. Does not concern <see cref="Https"/>.
    /// </summary>
    public Func<UserInfo, IKubeTransport, IKubeTransport>? Between { get; init; }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
