using Kybernet.ApiServer.Cache;
using Kybernet.Base;
using Kybernet.Base.Metrics;
using Kybernet.Client;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>What the parts of an API server get handed when they are made.</summary>
internal sealed class ApiServerContext
{
    /// <summary>How the server is set up.</summary>
    public required KubeApiServerOptions Options { get; init; }

    /// <summary>Clock, chance and scheduler.</summary>
    public required ExecutionEnvironment Environment { get; init; }

    /// <summary>The store, for what is kept there beside objects.</summary>
    public required IStore Store { get; init; }

    /// <summary>What values go through on their way into the store and back.</summary>
    public required IValueTransformer Transformer { get; init; }

    /// <summary>The objects, from the caches. To be used once the server has started, not while it is being put together.</summary>
    public required IObjectReader Objects { get; init; }

    /// <summary>Makes a transport into this server for a user. To be used once the server has started.</summary>
    public required Func<UserInfo, IKubeTransport> Transport { get; init; }

    /// <summary>What is counted and measured.</summary>
    public MetricRegistry Metrics => Options.Metrics;

    /// <summary>Makes loggers.</summary>
    public required ILoggerFactory Loggers { get; init; }
}
