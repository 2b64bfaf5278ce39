using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;
using Kybernet.Api.Yaml;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Makes requests that are right as far as HTTP goes, and mostly make sense: every kind, verb and form.</summary>
internal sealed class RequestMaker(Chance chance)
{
    public const string Namespace = "fuzz";

    private static readonly string[] Names = ["a", "b", "c", "web", "absent"];

    private static readonly string[] Paths =
    [
        "/", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/version", "/healthz", "/livez", "/readyz?verbose", "/livez/ping",
        "/openapi/v3", "/openapi/v3/apis/apps/v1", "/metrics", "/nothing", "/apis/nothing.example.com/v1", "/api/v2", "/.well-known/openid-configuration",
        "/openid/v1/jwks", "/logs", "/debug/pprof",
    ];

    private static readonly string[] Accepts =
    [
        "application/json", "*/*", "application/yaml", "application/vnd.kubernetes.protobuf", "application/vnd.kubernetes.protobuf,application/json",
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "application/json;as=Table;v=v1beta1;g=meta.k8s.io",
        "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json",
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", "application/cbor,application/json;q=0.5",
    ];

    /// <summary>Streams to what is behind the server: never asked of objects that may be there, for they would be dialled.</summary>
    public static IReadOnlyList<string> Streams { get; } = ["proxy", "exec", "attach", "portforward", "log"];

    private static readonly ApiResource[] Resources = [.. ApiCatalog.Resources.Where(static r => SchemaCatalog.Find(r.Kind.Gvk) is not null)];

    private readonly FieldValues _values = new(chance);

    public FuzzRequest Make()
    {
        var resource = chance.Pick(Resources);
        var request = chance.Below(100) switch
        {
            < 22 => Create(resource),
            < 36 => Update(resource),
            < 60 => Patch(resource),
            < 66 => Subresource(resource),
            < 74 => Read(resource),
            < 84 => List(resource),
            < 89 => Watch(resource),
            < 96 => Delete(resource),
            < 97 => Stream(),
            _ => Request("GET", chance.Pick(Paths)),
        };
        if (request.Header("Accept") is null && !chance.OneIn(8)) request.SetHeader("Accept", chance.OneIn(3) ? chance.Pick(Accepts) : "application/json");
        return request;
    }

    private FuzzRequest Create(ApiResource resource) =>
        WithObject(Request("POST", Collection(resource) + WriteQuery()), Grown(resource.Kind.Gvk, Name(), NamespaceOf(resource)), resource.Kind.Gvk);

    private FuzzRequest Update(ApiResource resource)
    {
        var name = Name();
        return WithObject(
            Request("PUT", $"{Collection(resource)}/{name}{WriteQuery()}"), Grown(resource.Kind.Gvk, name, NamespaceOf(resource)), resource.Kind.Gvk);
    }

    private FuzzRequest Patch(ApiResource resource)
    {
        var name = Name();
        var subresource = chance.OneIn(5) ? "/" + chance.Pick("status", "scale", "status") : "";
        return WithPatch(Request("PATCH", $"{Collection(resource)}/{name}{subresource}"), resource.Kind.Gvk, name, NamespaceOf(resource));
    }

    private FuzzRequest WithPatch(FuzzRequest request, GroupVersionKind kind, string name, string ns)
    {
        var whole = Grown(kind, name, ns);
        var type = chance.Pick("json-patch+json", "merge-patch+json", "strategic-merge-patch+json", "apply-patch+yaml");
        request.SetHeader("Content-Type", "application/" + type);
        request.HasBody = true;
        request.Target += WriteQuery();
        switch (type)
        {
            case "json-patch+json":
                request.Body = Operations(whole).Encode();
                break;
            case "apply-patch+yaml":
                if (!chance.OneIn(8)) request.Target += (request.Target.Contains('?') ? "&" : "?") + "fieldManager=" + chance.Pick("one", "two", "kubectl");
                if (chance.OneIn(3)) request.Target += "&force=" + chance.Pick("true", "1", "false");
                request.Body = chance.OneIn(2) ? ((JsonValue)whole).Encode() : Encoding.UTF8.GetBytes(KubeYaml.Write(whole));
                break;
            default:
                if (chance.OneIn(2)) whole = Thinned(whole);
                if (type[0] == 's' && chance.OneIn(2)) Direct(whole);
                request.Body = ((JsonValue)whole).Encode();
                break;
        }

        return request;
    }

    private FuzzRequest Subresource(ApiResource resource)
    {
        if (resource.Subresources.Count == 0) return Update(resource);
        var subresource = chance.Pick(resource.Subresources);
        if (Streams.Contains(subresource.Name)) return Read(resource);
        var name = Name();
        var target = $"{Collection(resource)}/{name}/{subresource.Name}";
        var gvk = subresource.Kind;
        return chance.Pick(subresource.Verbs) switch
        {
            "create" => WithObject(Request("POST", target + WriteQuery()), Grown(gvk, name, NamespaceOf(resource)), gvk),
            "update" => WithObject(Request("PUT", target + WriteQuery()), Grown(gvk, name, NamespaceOf(resource)), gvk),
            "patch" => WithPatch(Request("PATCH", target), gvk, name, NamespaceOf(resource)),
            _ => Request("GET", target),
        };
    }

    private FuzzRequest Read(ApiResource resource) =>
        Request("GET", $"{Collection(resource)}/{Name()}{(chance.OneIn(6) ? "?resourceVersion=" + Revision() : "")}");

    private FuzzRequest List(ApiResource resource) => Request("GET", (chance.OneIn(4) ? Everywhere(resource) : Collection(resource)) + ListQuery());

    private FuzzRequest Watch(ApiResource resource)
    {
        var query = ListQuery();
        query += (query.Length == 0 ? "?" : "&") + "watch=1&timeoutSeconds=1";
        if (chance.OneIn(3)) query += "&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
        return Request("GET", Collection(resource) + query);
    }

    private FuzzRequest Delete(ApiResource resource)
    {
        var target = chance.OneIn(6) ? Collection(resource) + ListQuery() : $"{Collection(resource)}/{Name()}";
        var request = Request("DELETE", target);
        if (chance.OneIn(2))
        {
            request.Target += (request.Target.Contains('?') ? "&" : "?") + chance.Pick(
                "gracePeriodSeconds=0", "gracePeriodSeconds=-5", "propagationPolicy=Background", "propagationPolicy=Foreground", "propagationPolicy=Orphan",
                "orphanDependents=true", "dryRun=All", "ignoreStoreReadErrorWithClusterBreakingPotential=true");
            return request;
        }

        GroupVersionKind kind = new("", "v1", "DeleteOptions");
        var type = SchemaCatalog.Find("meta.v1", "DeleteOptions")!;
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        foreach (var (field, value) in _values.Object(type)) options[field] = value;
        return chance.OneIn(2) ? WithObject(request, options, kind) : request;
    }

    private FuzzRequest Stream() => Request(
        chance.Pick("GET", "POST"), $"/api/v1/namespaces/{Namespace}/pods/absent/{chance.Pick(Streams)}?container=a&command=x&stdin=true&ports=80");

    // Grown by random fields in random places; often not at all, so that much is valid.
    private JsonObject Grown(GroupVersionKind kind, string name, string ns)
    {
        var result = Seeds.Of(kind, name, ns);
        if (chance.OneIn(12))
        {
            result["metadata"].AsObject().Remove("name");
            result["metadata"].AsObject()["generateName"] = "g-";
        }

        if (SchemaCatalog.Find(kind) is not { } type) return result;
        for (var i = chance.Below(4); i > 0; i--) Grow(result, type, 0);
        return result;
    }

    private void Grow(JsonObject place, TypeSchema type, int depth)
    {
        if (type.Fields.Count == 0) return;
        var field = chance.Pick(type.Fields);
        // The way to where there is something already is the more interesting one.
        if (chance.OneIn(2) && place.Count > 0)
        {
            var there = place.Select(static p => p.Key).ToList();
            field = type.Find(chance.Pick(there)) ?? field;
        }

        if (field.JsonName is "apiVersion" or "kind") return;
        var value = place[field.JsonName];
        if (depth < 8 && field.Struct is { } inner)
        {
            if (value.ObjectOrNull is { } child && field.Shape is ValueShape.Value or ValueShape.Pointer)
            {
                Grow(value.AsObject(), inner, depth + 1);
                return;
            }

            if (value.ArrayOrNull is { Count: > 0 } items && items[chance.Below(items.Count)].ObjectOrNull is { } item)
            {
                Grow(item, inner, depth + 1);
                return;
            }
        }

        place[field.JsonName] = _values.Value(field, depth);
    }

    private JsonValue Operations(JsonObject whole)
    {
        JsonArray operations = [];
        for (var i = 1 + chance.Below(4); i > 0; i--)
        {
            JsonObject operation = new() { ["op"] = chance.Pick("add", "add", "replace", "remove", "test", "move", "copy") };
            operation["path"] = Pointer(whole);
            if (operation["op"].AsString() is "move" or "copy") operation["from"] = Pointer(whole);
            else operation["value"] = chance.OneIn(2) ? _values.Anything() : _values.Text();
            operations.Add(operation);
        }

        return operations;
    }

    private string Pointer(JsonValue value)
    {
        StringBuilder pointer = new();
        while (!chance.OneIn(4))
        {
            if (value.ObjectOrNull is { Count: > 0 } fields)
            {
                var (name, child) = chance.Pick(fields.ToList());
                pointer.Append('/').Append(name.Replace("~", "~0").Replace("/", "~1"));
                value = child;
            }
            else if (value.ArrayOrNull is { Count: > 0 } items)
            {
                var index = chance.Below(items.Count);
                pointer.Append('/').Append(chance.OneIn(6) ? chance.Pick("-", "-1", "99999999999", "01", "x") : index.ToString(System.Globalization.CultureInfo.InvariantCulture));
                value = items[index];
            }
            else
            {
                pointer.Append('/').Append(_values.Text().Replace("~", "~0").Replace("/", "~1"));
                break;
            }
        }

        return pointer.ToString();
    }

    private JsonObject Thinned(JsonObject whole)
    {
        JsonObject result = new();
        foreach (var (name, value) in whole)
        {
            if (chance.OneIn(2)) continue;
            result[name] = chance.OneIn(10) ? JsonValue.Null : value.ObjectOrNull is { } child ? Thinned(child) : value;
        }

        return result;
    }

    private void Direct(JsonObject place)
    {
        var children = place.Select(static p => p.Value.ObjectOrNull ?? (p.Value.ArrayOrNull is [var first, ..] ? first.ObjectOrNull : null))
            .OfType<JsonObject>().ToList();
        if (children.Count > 0 && !chance.OneIn(3))
        {
            Direct(chance.Pick(children));
            return;
        }

        var name = place.Count > 0 ? chance.Pick(place.ToList()).Key : "x";
        switch (chance.Below(5))
        {
            case 0:
                place["$patch"] = chance.Pick("delete", "replace", "merge", "other");
                break;
            case 1:
                place["$retainKeys"] = new JsonArray([(JsonValue)name]);
                break;
            case 2:
                place["$setElementOrder/" + name] = chance.OneIn(2) ? new JsonArray([_values.Anything()]) : _values.Anything();
                break;
            case 3:
                place["$deleteFromPrimitiveList/" + name] = chance.OneIn(2) ? new JsonArray([(JsonValue)"a"]) : _values.Anything();
                break;
            default:
                place["$" + name] = _values.Anything();
                break;
        }
    }

    private FuzzRequest WithObject(FuzzRequest request, JsonObject obj, GroupVersionKind kind)
    {
        request.HasBody = true;
        switch (chance.Below(6))
        {
            case 0:
                request.SetHeader("Content-Type", "application/yaml");
                request.Body = Encoding.UTF8.GetBytes(KubeYaml.Write(obj));
                break;
            case 1 when Protobuf(obj, kind) is { } proto:
                request.SetHeader("Content-Type", "application/vnd.kubernetes.protobuf");
                request.Body = proto;
                break;
            default:
                if (!chance.OneIn(10)) request.SetHeader("Content-Type", "application/json");
                request.Body = ((JsonValue)obj).Encode();
                break;
        }

        return request;
    }

    // Null: the object does not fit its kind.
    private static byte[]? Protobuf(JsonObject obj, GroupVersionKind kind)
    {
        ApiType? typed = kind.Kind == "DeleteOptions" ? new Api.Meta.V1.DeleteOptions() : ApiCatalog.FindKind(kind)?.Create();
        if (typed is null) return null;
        try
        {
            KubeCodec.DecodeInto(typed, ((JsonValue)obj).Encode());
            return KubeCodec.EncodeProto(typed);
        }
        catch (JsonDecodeException)
        {
            return null;
        }
    }

    private FuzzRequest Request(string method, string target)
    {
        FuzzRequest request = new() { Method = method, Target = target };
        request.Headers.Add(("Host", "127.0.0.1"));
        request.Headers.Add(("Authorization", "Bearer secret"));
        if (chance.OneIn(2)) request.Headers.Add(("User-Agent", "kubectl/v1.36.0 (linux/amd64) kubernetes/0"));
        return request;
    }

    private string Name() => chance.Pick(Names);

    private static string NamespaceOf(ApiResource resource) => resource.Namespaced ? Namespace : "";

    private static string Root(ApiResource resource) =>
        resource.Gvr.Group.Length == 0 ? $"/api/{resource.Gvr.Version}" : $"/apis/{resource.Gvr.Group}/{resource.Gvr.Version}";

    private static string Everywhere(ApiResource resource) => $"{Root(resource)}/{resource.Name}";

    private static string Collection(ApiResource resource) =>
        resource.Namespaced ? $"{Root(resource)}/namespaces/{Namespace}/{resource.Name}" : Everywhere(resource);

    private string WriteQuery() => chance.Below(6) switch
    {
        0 => "?dryRun=All",
        1 => "?fieldValidation=Strict",
        2 => "?fieldManager=one&fieldValidation=Warn",
        3 => "?pretty=true&dryRun=All",
        4 => "?fieldValidation=Ignore",
        _ => "",
    };

    private string Revision() => chance.Pick("0", "1", "2", "100", "999999999", "");

    private string ListQuery()
    {
        List<string> parts = [];
        if (chance.OneIn(3)) parts.Add("limit=" + chance.Pick("1", "2", "500", "0"));
        if (chance.OneIn(3)) parts.Add("labelSelector=" + chance.Pick("app%3Dweb", "app", "!app", "app+in+(web,b)", "a!%3Db,c", "x%3E5", "app+notin+(a)"));
        if (chance.OneIn(4)) parts.Add("fieldSelector=" + chance.Pick("metadata.name%3Da", "metadata.namespace!%3Dfuzz", "spec.nodeName%3D", "status.phase%3DRunning", "type%3DOpaque"));
        if (chance.OneIn(4)) parts.Add("resourceVersion=" + Revision());
        if (chance.OneIn(6)) parts.Add("resourceVersionMatch=" + chance.Pick("Exact", "NotOlderThan"));
        if (chance.OneIn(8)) parts.Add("continue=" + chance.Pick("eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NSwic3RhcnQiOiJhXHUwMDAwIn0", "e30", "x"));
        if (chance.OneIn(8)) parts.Add("includeObject=" + chance.Pick("None", "Metadata", "Object"));
        return parts.Count == 0 ? "" : "?" + string.Join("&", parts);
    }
}
