using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.KubeProxy.Flows;
using Kybernet.KubeProxy.Rules;
using Kybernet.KubeProxy.Services;
using Kybernet.KubeProxy.Syncing;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;
using Microsoft.Extensions.Logging;

namespace Kybernet.KubeProxy;

/// <summary>
/// The kube-proxy of a node: keeps a table of the kernel's packet filter in step with Services and EndpointSlices, each change
/// one transaction of just what differs. Rules stay when it stops; <see cref="CleanUpAsync"/> removes them.
/// </summary>
public sealed partial class ProxyServer
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromSeconds(30);

    private readonly KubeProxyOptions _options;
    private readonly InformerFactory _informers;
    private readonly ExecutionEnvironment _environment;
    private readonly ILogger _logger;
    private readonly RuleTable _table;
    private readonly Conntrack _conntrack;
    private readonly ServiceRuleCache _rules;
    private readonly ChangeSignal _changed = new();
    private IReadOnlyDictionary<string, UdpDestination> _cleanedFor = new Dictionary<string, UdpDestination>();
    private ProxyNode _node;

    /// <summary>A proxy that is not running yet.</summary>
    /// <param name="options">The node, and how to work.</param>
    /// <param name="informers">Services, EndpointSlices and the Node; as system:kube-proxy or whoever may watch them.</param>
    /// <param name="runner">Runs nft and conntrack.</param>
    /// <param name="environment">Clock, chance and scheduling of tasks.</param>
    /// <param name="loggers">Makes loggers.</param>
    public ProxyServer(
        KubeProxyOptions options, InformerFactory informers, ICommandRunner runner, ExecutionEnvironment environment,
        ILoggerFactory loggers)
    {
        _options = options;
        _informers = informers;
        _environment = environment;
        _logger = loggers.CreateLogger<ProxyServer>();
        _table = new RuleTable(options.Table, new Nft(runner, options.Network), environment.Time);
        _conntrack = new Conntrack(runner, options.Network);
        _rules = new ServiceRuleCache(options);
        _node = NodeInfo.Of(options.HostnameOverride, null);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // 1  follow what the rules are made of
        var services = _informers.For<Service>("", new ListFilter($"!{ServicePorts.HeadlessLabel},!{ServicePorts.ProxyNameLabel}"));
        var slices = _informers.For<EndpointSlice>("", new ListFilter($"!{ServicePorts.HeadlessLabel},!{ServicePorts.ProxyNameLabel}"));
        var nodes = _informers.For<Node>("", new ListFilter(FieldSelector: $"metadata.name={_options.HostnameOverride}"));
        services.AddHandler(InformerHandler<Service>.ForAll(_ => _changed.Set()));
        slices.AddHandler(InformerHandler<EndpointSlice>.ForAll(_ => _changed.Set()));
        nodes.AddHandler(InformerHandler<Node>.ForAll(_ => NodeChanged(nodes)));
        _informers.Start(cancellation);
        // Half of them would be rules that refuse what is there.
        await services.WaitForSyncAsync(cancellation);
        await slices.WaitForSyncAsync(cancellation);
        await nodes.WaitForSyncAsync(cancellation);

        // 2  keep the table in step: at each change, and now and then to see that nobody else has changed it
        var (lastLook, lastComparison, retry) = (_environment.Now, _environment.Now, FirstRetry);
        while (true)
        {
            var started = _environment.Now;
            _changed.Reset();
            if (!await TrySyncAsync(services, slices, cancellation))
            {
                await _environment.Delay(_environment.Random.Jitter(retry, 0.2), cancellation);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
                continue;
            }

            retry = FirstRetry;
            await WaitUntilAsync(started + _options.MinSyncPeriod, cancellation);
            await WaitForChangeAsync(lastLook + _options.SyncPeriod, cancellation);
            if (_environment.Now < lastLook + _options.SyncPeriod) continue;
            lastLook = _environment.Now;
            var compare = lastLook >= lastComparison + _options.FullSyncPeriod;
            if (await TryInspectAsync(compare, cancellation) && compare) lastComparison = lastLook;
        }
    }

    /// <summary>Removes the table and with it all Services from this node. Works without a run before it, and twice.</summary>
    public Task CleanUpAsync(CancellationToken cancellation) => _table.RemoveAsync(cancellation);

    private void NodeChanged(SharedInformer<Node> nodes)
    {
        // Nodes tell how they are every few minutes; the rules depend on little of that.
        var node = NodeInfo.Of(_options.HostnameOverride, nodes.Get("", _options.HostnameOverride));
        if (node == _node) return;
        _node = node;
        _changed.Set();
    }
}
