using System.Net;
using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Bootstrap;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.InProcess;
using Kybernet.ApiServer.Metrics;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Base.Metrics;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer;

/// <summary>
/// The kube-apiserver: serves the Kubernetes API over HTTPS and to callers in this process, over a store of which the
/// present lies in this process too.
/// </summary>
public sealed class KubeApiServer : IAsyncDisposable
{
    private readonly KubeApiServerOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private readonly ResourceCatalog _catalog;
    private readonly CacheSet _caches;
    private readonly RequestPipeline _pipeline;
    private readonly ApiHandler _handler;
    private HttpsFront? _front;
    private readonly IReadOnlyList<IUpkeep> _upkeeps;
    private Task _compaction = Task.CompletedTask;
    private Task _upkeep = Task.CompletedTask;
    private volatile bool _bootstrapped;

    /// <summary>Puts a server together and fills its caches; nothing is served yet.</summary>
    /// <exception cref="FormatException">An option names something that there is not: an admission plugin, an authorization mode.</exception>
    public KubeApiServer(KubeApiServerOptions options)
    {
        _options = options;
        _logger = options.Loggers.CreateLogger<KubeApiServer>();
        DeferredObjects objects = new();
        IdentityTransformer transformer = new();
        ApiServerContext context = new()
        {
            Options = options,
            Environment = options.Environment,
            Store = options.Store,
            Transformer = transformer,
            Objects = objects,
            Transport = CreateTransport,
            Loggers = options.Loggers,
        };
        ResourceCatalogBuilder builder = new();
        foreach (var part in CatalogParts.All) part.AddTo(builder, context);
        Security security = new(options.Security, context);
        security.AddTo(builder, context);
        _catalog = builder.Build(ApiCatalog.Resources);
        _upkeeps = builder.Upkeeps;
        _caches = new CacheSet(_catalog, options.Store, transformer, options.Loggers.CreateLogger<ResourceCache>());
        objects.Target = _caches;
        CacheMetrics.AddTo(options.Metrics, _caches);
        ProcessMetrics.AddTo(options.Metrics);

        ServerParts parts = new()
        {
            Environment = options.Environment,
            Store = options.Store,
            Catalog = _catalog,
            Caches = _caches,
            Transformer = transformer,
            Admission = new AdmissionChain(AdmissionSelection.Of(builder.Admission, options.EnableAdmissionPlugins, options.DisableAdmissionPlugins),
                new AdmissionMetrics(options.Metrics, options.Environment.Time)),
            Stopping = _stopping.Token,
        };
        MeasuredAuthorizer authorizer = new(security.Authorizer, options.Metrics, options.Environment.Time);
        _pipeline = new RequestPipeline(parts, authorizer, options.Audit);
        _handler = new ApiHandler(
            _catalog,
            _pipeline,
            new ConnectVerb(parts, _pipeline),
            new MeasuredAuthenticator(security.Authenticator, options.Metrics, options.Environment.Time),
            new Impersonation(authorizer),
            ServerEndpoints.Create(context, _catalog, builder.Endpoints, authorizer, () => _bootstrapped, _stopping.Token),
            new RequestMetrics(options.Metrics),
            options.Environment,
            options.Loggers.CreateLogger<ApiHandler>());
    }

    /// <summary>Where the server listens, once it has started.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _front?.EndPoints ?? [];

    /// <summary>Creates what every control plane contains, then listens. When it returns the server is ready.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (_options.CompactionInterval > TimeSpan.Zero)
        {
            CompactionLoop loop = new(_options.Store, _options.Environment, _logger);
            _compaction = _options.Environment.Run(() => loop.RunAsync(_options.CompactionInterval, _stopping.Token), CancellationToken.None);
        }

        if (_options.Bootstrap)
            await new Bootstrapper(CreateTransport(UserInfo.ApiServer), _options.Environment.Time).RunAsync(cancellation);
        foreach (var upkeep in _upkeeps) await upkeep.PrepareAsync(cancellation);
        if (_options.Listen.Count > 0)
        {
            var certificate = _options.ServingCertificate ?? throw new ArgumentException("a server that listens needs a serving certificate");
            _front = await HttpsFront.StartAsync(_options.Listen, certificate, _handler.HandleAsync, _options.MinReadRate, _options.Loggers, cancellation);
        }

        foreach (var upkeep in _upkeeps) await upkeep.OpenAsync(EndPoints, cancellation);
        _upkeep = Task.WhenAll(_upkeeps.Select(u => _options.Environment.Run(() => u.RunAsync(_stopping.Token), CancellationToken.None)));
        _bootstrapped = true;
    }

    /// <summary>A way into the server for a caller in this process.</summary>
    /// <param name="user">As whom it is authorized and audited.</param>
    public IKubeTransport CreateTransport(UserInfo user) =>
        new InProcessTransport(_pipeline, _catalog, _options.Environment, UnionAuthenticator.WithAuthenticated(user));

    /// <summary>Stops listening, ends all watches and lets what is being answered come to its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        // Not CancelAsync: that would leave the scheduler that we were given.
        _stopping.Cancel();
        await _upkeep;
        foreach (var upkeep in _upkeeps) await upkeep.DisposeAsync();
        foreach (var cache in _caches.All) cache.WakeAll();
        if (_front is not null)
        {
            await _front.StopAsync(_options.Environment.Time);
            await _front.DisposeAsync();
        }

        await _compaction;
        _caches.Dispose();
        _stopping.Dispose();
    }
}
