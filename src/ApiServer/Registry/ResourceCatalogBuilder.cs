using Kybernet.Api;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Endpoints;

namespace Kybernet.ApiServer.Registry;

/// <summary>Collects what differs between resources, then makes the <see cref="ResourceCatalog"/>.</summary>
internal sealed class ResourceCatalogBuilder
{
    private readonly Dictionary<GroupVersionResource, ResourceStrategy> _strategies = [];
    private readonly Dictionary<GroupVersionResource, ITablePrinter> _printers = [];
    private readonly Dictionary<GroupVersionResource, IWriteHook> _hooks = [];
    private readonly Dictionary<GroupVersionResource, ICreateHandler> _creates = [];
    private readonly Dictionary<(GroupVersionResource, string), IConnectHandler> _streams = [];
    private readonly Dictionary<GroupVersionResource, IReadHandler> _reads = [];
    private readonly Dictionary<(GroupVersionResource, string), ICreateHandler> _subresources = [];
    private readonly Dictionary<GroupVersionResource, (GroupVersionResource Stored, IConverter Converter)> _converters = [];
    private readonly Dictionary<GroupVersionResource, TimeSpan> _lifetimes = [];
    private readonly List<IAdmissionStep> _admission = [];

    private readonly List<Func<ResourceCatalog, IPathEndpoint>> _endpoints = [];

    private readonly List<IUpkeep> _upkeeps = [];

    /// <summary>What keeps things in order beside the requests.</summary>
    public IReadOnlyList<IUpkeep> Upkeeps => _upkeeps;

    /// <summary>What serves paths that are no resources, to be made when the catalogue is complete.</summary>
    public IReadOnlyList<Func<ResourceCatalog, IPathEndpoint>> Endpoints => _endpoints;

    /// <summary>The admission steps so far, in the order in which they are called.</summary>
    public IReadOnlyList<IAdmissionStep> Admission => _admission;

    /// <summary>Sets the strategy of a resource; without one it has a <see cref="GenericStrategy"/>.</summary>
    public ResourceCatalogBuilder Strategy(ApiResource resource, ResourceStrategy strategy)
    {
        _strategies[resource.Gvr] = strategy;
        return this;
    }

    /// <summary>Sets what prints a resource's Table.</summary>
    public ResourceCatalogBuilder Printer(ApiResource resource, ITablePrinter printer)
    {
        _printers[resource.Gvr] = printer;
        return this;
    }

    /// <summary>Sets what objects of a resource (its stored version) have in the store beside themselves.</summary>
    public ResourceCatalogBuilder Hook(ApiResource resource, IWriteHook hook)
    {
        _hooks[resource.Gvr] = hook;
        return this;
    }

    /// <summary>Sets who answers a create of a resource that is never stored.</summary>
    public ResourceCatalogBuilder Create(ApiResource resource, ICreateHandler handler)
    {
        _creates[resource.Gvr] = handler;
        return this;
    }

    /// <summary>Sets who answers reads of a resource that is computed.</summary>
    public ResourceCatalogBuilder Read(ApiResource resource, IReadHandler handler)
    {
        _reads[resource.Gvr] = handler;
        return this;
    }

    /// <summary>Sets who answers a create on a subresource.</summary>
    public ResourceCatalogBuilder Create(ApiResource resource, string subresource, ICreateHandler handler)
    {
        _subresources[(resource.Gvr, subresource)] = handler;
        return this;
    }

    /// <summary>Sets who serves the streams of a subresource.</summary>
    public ResourceCatalogBuilder Connect(ApiResource resource, string subresource, IConnectHandler handler)
    {
        _streams[(resource.Gvr, subresource)] = handler;
        return this;
    }

    /// <summary>Says that objects of a served version are stored as another one.</summary>
    public ResourceCatalogBuilder StoredAs(ApiResource served, ApiResource stored, IConverter converter)
    {
        _converters[served.Gvr] = (stored.Gvr, converter);
        return this;
    }

    /// <summary>Says that objects of a resource (its stored version) go away by themselves.</summary>
    public ResourceCatalogBuilder TimeToLive(ApiResource resource, TimeSpan time)
    {
        _lifetimes[resource.Gvr] = time;
        return this;
    }

    /// <summary>Adds an admission step after those that are there.</summary>
    public ResourceCatalogBuilder Admit(IAdmissionStep step)
    {
        _admission.Add(step);
        return this;
    }

    /// <summary>Adds what serves paths that are no resources: OpenAPI, token keys ...</summary>
    public ResourceCatalogBuilder Endpoint(Func<ResourceCatalog, IPathEndpoint> endpoint)
    {
        _endpoints.Add(endpoint);
        return this;
    }

    /// <summary>Adds what keeps something in order beside the requests.</summary>
    public ResourceCatalogBuilder Upkeep(IUpkeep upkeep)
    {
        _upkeeps.Add(upkeep);
        return this;
    }

    /// <summary>Makes the catalogue of these resources.</summary>
    public ResourceCatalog Build(IEnumerable<ApiResource> resources)
    {
        var served = resources.ToList();
        var stored = served.Where(r => !_converters.ContainsKey(r.Gvr) && r.Verbs.Contains("delete")).ToDictionary(r => r.Gvr, r => Stored(r, served));
        return new ResourceCatalog(served.Select(r => Define(r, stored)), stored.Values);
    }

    private StoredResource Stored(ApiResource resource, List<ApiResource> served) => new()
    {
        Resource = resource,
        Strategy = StrategyOf(resource),
        Hook = _hooks.GetValueOrDefault(resource.Gvr),
        TimeToLive = _lifetimes.TryGetValue(resource.Gvr, out var time) ? time : null,
        Prefix = StorePrefix.For(resource.Gvr),
        OtherVersions =
        [
            .. served.Where(r => _converters.TryGetValue(r.Gvr, out var c) && c.Stored == resource.Gvr)
                .Select(r => (new ObjectFormat(r), _converters[r.Gvr].Converter)),
        ],
    };

    private ResourceDefinition Define(ApiResource resource, Dictionary<GroupVersionResource, StoredResource> stored)
    {
        var converter = _converters.TryGetValue(resource.Gvr, out var conversion) ? conversion.Converter : null;
        var storage = stored.GetValueOrDefault(converter is null ? resource.Gvr : conversion.Stored);
        return new ResourceDefinition
        {
            Resource = resource,
            Storage = storage,
            Strategy = converter is null && storage is not null ? storage.Strategy : StrategyOf(resource),
            Converter = converter,
            Printer = _printers.GetValueOrDefault(resource.Gvr) ?? (converter is null ? null : _printers.GetValueOrDefault(conversion.Stored)),
            PrintsStored = converter is not null && !_printers.ContainsKey(resource.Gvr),
            CreateHandler = _creates.GetValueOrDefault(resource.Gvr),
            ReadHandler = _reads.GetValueOrDefault(resource.Gvr),
            SubresourceHandlers = OfSubresources(_subresources, resource),
            ConnectHandlers = OfSubresources(_streams, resource),
        };
    }

    private static Dictionary<string, T> OfSubresources<T>(Dictionary<(GroupVersionResource, string), T> all, ApiResource resource) =>
        all.Where(s => s.Key.Item1 == resource.Gvr).ToDictionary(s => s.Key.Item2, s => s.Value, StringComparer.Ordinal);

    private ResourceStrategy StrategyOf(ApiResource resource) =>
        _strategies.TryGetValue(resource.Gvr, out var strategy) ? strategy : new GenericStrategy(resource);
}
