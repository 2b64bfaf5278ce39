using Kybernet.ApiServer;
using Kybernet.Base;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Testing;

/// <summary>What a <see cref="TestCluster"/> is made of.</summary>
public sealed record TestClusterOptions
{
    /// <summary>Clock, chance and scheduler; null: the machine's own. A simulation's makes the whole cluster run in virtual time.</summary>
    public ExecutionEnvironment? Environment { get; init; }

    /// <summary>How many nodes.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Whether the controllers run. Without them nothing but the API happens.</summary>
    public bool Controllers { get; init; } = true;

    /// <summary>Whether the scheduler runs.</summary>
    public bool Scheduler { get; init; } = true;

    /// <summary>Where the audit goes; null: nowhere.</summary>
    public IAuditSink? Audit { get; init; }

    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;
}
