using Kybernet.Api;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.Http.Endpoints;
using Kybernet.ApiServer.Metrics;
using Kybernet.ApiServer.OpenApi;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer;

/// <summary>The paths that are no resources.</summary>
internal static class ServerEndpoints
{
    // What upstream's hooks of these names bring about is brought about before the server is ready.
    private static readonly string[] Bootstrapped =
    [
        "start-system-namespaces-controller", "rbac/bootstrap-roles", "scheduling/bootstrap-system-priority-classes",
        "priority-and-fairness-config-producer", "bootstrap-controller", "start-kubernetes-service-cidr-controller",
    ];

    /// <summary>All of them.</summary>
    /// <param name="context">The server.</param>
    /// <param name="catalog">What it serves.</param>
    /// <param name="more">What other folders contribute.</param>
    /// <param name="authorizer">Who may see what.</param>
    /// <param name="isReady">Whether the control plane contains what it has to.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    public static PathEndpoints Create(
        ApiServerContext context, ResourceCatalog catalog, IReadOnlyList<Func<ResourceCatalog, IPathEndpoint>> more, IAuthorizer authorizer,
        Func<bool> isReady, CancellationToken stopping)
    {
        List<HealthCheck> checks =
        [
            HealthCheck.Of("ping", static () => true),
            new("etcd", new StoreCheck(context.Store, context.Environment.Time).IsHealthyAsync),
            .. Bootstrapped.Select(name => HealthCheck.Of("poststarthook/" + name, isReady)),
            HealthCheck.Of("shutdown", () => !stopping.IsCancellationRequested, onlyForReadiness: true),
        ];
        var alive = checks.Where(static c => !c.OnlyForReadiness).ToList();
        HealthMetrics health = new();
        List<ApiResource> resources = [.. catalog.Served.Select(static d => d.Resource)];
        return new PathEndpoints(
            [
                new DiscoveryEndpoint(catalog, context.Options.ExternalAddress),
                new OpenApiV2Endpoint(resources),
                new OpenApiV3Endpoint(resources, context.Environment.Time),
                new VersionEndpoint(),
                new MetricsEndpoint("/metrics", context.Metrics),
                new MetricsEndpoint("/metrics/slis", health.Registry),
                new HealthEndpoint("/healthz", alive, health),
                new HealthEndpoint("/livez", alive, health),
                new HealthEndpoint("/readyz", checks, health),
                .. more.Select(make => make(catalog)),
            ],
            catalog,
            authorizer);
    }
}
