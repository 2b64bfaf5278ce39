using Kybernet.Api;
using Kybernet.Api.Schema;
using Kybernet.ApiServer.Pipeline.Verbs;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>All paths of a resource: of its objects, of one of them, of its subresources, and the old ones for watching.</summary>
internal sealed class ResourcePaths
{
    private readonly ApiResource _resource;
    private readonly IReadOnlyList<GroupVersion> _versions;
    private readonly OperationNames _names;
    private readonly string _kind;
    private readonly string _root, _collection, _item;
    private readonly List<SpecPath> _paths = [];

    private ResourcePaths(ApiResource resource, IReadOnlyList<GroupVersion> versions)
    {
        _resource = resource;
        _versions = versions;
        _names = new OperationNames(resource);
        _kind = resource.Kind.Gvk.Kind;
        _root = resource.Gvr.Group.Length == 0 ? $"/api/{resource.Gvr.Version}/" : $"/apis/{resource.Gvr.GroupVersion}/";
        _collection = (resource.Namespaced ? "namespaces/{namespace}/" : "") + resource.Name;
        _item = _collection + "/{name}";
    }

    /// <summary>The paths of a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="versions">All group versions that the document is about.</param>
    public static IReadOnlyList<SpecPath> Of(ApiResource resource, IReadOnlyList<GroupVersion> versions)
    {
        ResourcePaths paths = new(resource, versions);
        paths.AddObjects();
        foreach (var subresource in resource.Subresources) paths.AddSubresource(subresource);
        if (resource.Verbs.Contains("watch")) paths.AddWatches();
        return paths._paths;
    }

    private void AddObjects()
    {
        var type = Type(_resource.Kind.Gvk);
        Add(_collection, From("deletecollection", DeleteCollection), From("list", () => List("list", "")), From("create", () => Create(type)));
        Add(_item, From("delete", () => Delete(type)), From("get", () => Get(type)), From("patch", () => Patch(type)), From("update", () => Update(type)));
        if (_resource.Namespaced) Add(_resource.Name, From("list", () => List("list", "ForAllNamespaces")));
    }

    private SpecOperation? From(string verb, Func<SpecOperation> make) => _resource.Verbs.Contains(verb) ? make() : null;

    private void AddSubresource(ApiSubresource subresource)
    {
        if (ConnectOperations.Of(_resource, subresource, _names) is { Count: > 0 } connect)
        {
            foreach (var (suffix, operations) in connect) Add($"{_item}/{subresource.Name}{suffix}", [.. operations]);
            return;
        }

        var type = Type(subresource.Kind);
        var verbs = subresource.Verbs;
        Add(
            $"{_item}/{subresource.Name}",
            verbs.Contains("get") ? Get(type, subresource) : null,
            verbs.Contains("patch") ? Patch(type, subresource) : null,
            verbs.Contains("update") ? Update(type, subresource) : null,
            verbs.Contains("create") ? Create(type, subresource) : null);
    }

    private void AddWatches()
    {
        Add("watch/" + _collection, Watch("watchlist", "List"));
        Add("watch/" + _item, Watch("watch", ""));
        if (_resource.Namespaced) Add("watch/" + _resource.Name, Watch("watchlist", "ListForAllNamespaces"));
    }

    // Parameters of the path come from the path itself.
    private void Add(string path, params SpecOperation?[] operations)
    {
        var present = operations.OfType<SpecOperation>().Select(o => o with { Parameters = [.. o.Parameters, .. PathParameters(path, o)] }).ToList();
        if (present.Count > 0) _paths.Add(new SpecPath(_root + path, present));
    }

    private static IEnumerable<SpecParameter> PathParameters(string path, SpecOperation operation)
    {
        if (path.Contains("{namespace}", StringComparison.Ordinal)) yield return SpecParameter.Namespace;
        if (path.Contains("{name}", StringComparison.Ordinal)) yield return SpecParameter.ObjectName(operation.Kind!.Value.Kind);
        if (path.EndsWith("{path}", StringComparison.Ordinal)) yield return SpecParameter.Rest;
        if (operation.Action != "connect") yield return SpecParameter.Pretty;
    }

    private SpecOperation List(string action, string suffix) => Operation("get", action, _names.For("list", suffix: suffix)) with
    {
        Description = $"List objects of the kind {_kind}, or watch them.",
        Parameters = [.. SpecParameter.Of("meta.v1", "ListOptions")],
        Produces = MediaTypes.Lists,
        Answer = new ListDefinition(SchemaCatalog.Find(_resource.Kind.Gvk)!, _versions),
    };

    private SpecOperation Watch(string action, string suffix) => List(action, "") with
    {
        Id = _names.For("watch", suffix: suffix),
        Description = $"Watch objects of the kind {_kind}. Deprecated: list them with the parameter watch.",
        Answer = Meta("WatchEvent"),
    };

    private SpecOperation Get(Definition type, ApiSubresource? sub = null) => Operation("get", "get", _names.For("read", sub), sub) with
    {
        Description = $"Read {Object(sub)}.",
        Produces = sub?.Name == "log" ? MediaTypes.Log : MediaTypes.Objects,
        Answer = sub?.Name == "log" ? null : type,
        Parameters = sub?.Name == "log" ? [.. SpecParameter.Of("core.v1", "PodLogOptions")] : [],
    };

    private SpecOperation Create(Definition type, ApiSubresource? sub = null) => Operation("post", "post", _names.For("create", sub), sub) with
    {
        Description = $"Create {Object(sub)}.",
        Parameters = [.. SpecParameter.Of("meta.v1", "CreateOptions")],
        Body = type,
        Codes = [200, 201, 202],
        Answer = type,
    };

    private SpecOperation Update(Definition type, ApiSubresource? sub = null) => Operation("put", "put", _names.For("replace", sub), sub) with
    {
        Description = $"Replace {Object(sub)}.",
        Parameters = [.. SpecParameter.Of("meta.v1", "UpdateOptions")],
        Body = type,
        Codes = [200, 201],
        Answer = type,
    };

    private SpecOperation Patch(Definition type, ApiSubresource? sub = null) => Operation("patch", "patch", _names.For("patch", sub), sub) with
    {
        Description = $"Change some of {Object(sub)}.",
        Parameters = [.. SpecParameter.Of("meta.v1", "PatchOptions")],
        Body = WellKnownDefinition.Patch,
        Consumes = MediaTypes.Patches,
        Codes = [200, 201],
        Answer = type,
    };

    private SpecOperation Delete(Definition type) => Operation("delete", "delete", _names.For("delete")) with
    {
        Description = $"Delete {Object(null)}.",
        Parameters = [.. SpecParameter.Of("meta.v1", "DeleteOptions")],
        Body = Meta("DeleteOptions"),
        BodyIsOptional = true,
        Codes = [200, 202],
        Answer = DeleteVerb.AnswersObject(_resource.Gvr) ? type : Meta("Status"),
    };

    private SpecOperation DeleteCollection() => Operation("delete", "deletecollection", _names.For("deleteCollection")) with
    {
        Description = $"Delete all objects of the kind {_kind} that are selected.",
        Parameters =
        [
            .. SpecParameter.Of("meta.v1", "ListOptions").Where(p => p.Name is not ("watch" or "allowWatchBookmarks")),
            .. SpecParameter.Of("meta.v1", "DeleteOptions"),
        ],
        Body = Meta("DeleteOptions"),
        BodyIsOptional = true,
        Answer = Meta("Status"),
    };

    private SpecOperation Operation(string method, string action, string id, ApiSubresource? sub = null) => new()
    {
        Method = method,
        Action = action,
        Id = id,
        Description = "",
        Tag = GroupWords.Tag(_resource.Gvr.GroupVersion),
        Kind = sub?.Kind ?? _resource.Kind.Gvk,
        Produces = MediaTypes.Objects,
    };

    private string Object(ApiSubresource? sub) => sub is null ? $"a {_kind}" : $"the {sub.Name} of a {_kind}";

    private TypeDefinition Type(GroupVersionKind kind) => new(SchemaCatalog.Find(kind)!, _versions);

    private TypeDefinition Meta(string type) => new(SchemaCatalog.Find("meta.v1", type)!, _versions);
}
