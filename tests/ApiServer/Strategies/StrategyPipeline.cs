using System.Text;
using System.Text.Json.Nodes;
using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies;
using Kybernet.ApiServer.Validation;
using Kybernet.Client;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>What a request passes through between decoding and the store, without a server around it.</summary>
internal static class StrategyPipeline
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static readonly ResourceCatalog Catalog = Build();

    public static JsonObject Create(ResourcePath path, JsonObject input) => Answer(() => Served(path, Created(path, input)));

    public static JsonObject Update(ResourcePath path, JsonObject create, JsonObject input) => Answer(() =>
    {
        var definition = Catalog.Find(path.Resource!.Gvr)!;
        var (resource, strategy) = (definition.Storage!.Resource, definition.Storage.Strategy);
        var old = Created(path with { Name = "" }, create);
        old.Metadata.ResourceVersion = "1";
        var obj = Decode(path, input);
        obj.Metadata.Namespace = path.Namespace;
        obj = WriteContext.ToStored(definition, obj);
        if (obj.Metadata.ResourceVersion.Length == 0 && !strategy.AllowUnconditionalUpdate)
        {
            FieldErrors unconditional = new();
            unconditional.Invalid(FieldPath.Of("metadata").Child("resourceVersion"), 0, "must be specified for an update");
            throw ApiErrors.Invalid(resource.Kind.Gvk with { Kind = resource.Gvr.Resource }, old.Metadata.Name, unconditional);
        }

        obj.Metadata.Uid = old.Metadata.Uid;
        obj.Metadata.CreationTimestamp = old.Metadata.CreationTimestamp;
        obj.Metadata.ResourceVersion = old.Metadata.ResourceVersion;
        obj.Metadata.Generation = old.Metadata.Generation;
        old.Freeze();
        DefaultAdmission.Mutate(resource, obj, old);
        DefaultAdmission.Allocate(obj, old);
        strategy.PrepareForUpdate(obj, old);
        FieldErrors errors = new();
        definition.StoredRules.ValidateUpdate(obj, old, errors);
        if (!errors.IsEmpty) throw ApiErrors.Invalid(resource.Kind.Gvk, obj.Metadata.Name, errors);
        DefaultAdmission.Validate(resource, obj, old);
        return Served(path, obj);
    });

    private static KubeObject Created(ResourcePath path, JsonObject input)
    {
        var definition = Catalog.Find(path.Resource!.Gvr)!;
        var (resource, strategy) = (definition.Storage!.Resource, definition.Storage.Strategy);
        var obj = WriteContext.ToStored(definition, Decode(path, input));
        var meta = obj.Metadata;
        meta.Namespace = path.Namespace;
        meta.Uid = "0cc40d0f-8470-48b0-8968-c6707a568b9d";
        meta.CreationTimestamp = Now;
        meta.DeletionTimestamp = null;
        meta.DeletionGracePeriodSeconds = null;
        if (strategy.HasGeneration) meta.Generation = 1;
        DefaultAdmission.Mutate(resource, obj, null);
        if (meta.Name.Length == 0 && meta.GenerateName.Length > 0) meta.Name = meta.GenerateName + "abcde";
        DefaultAdmission.Allocate(obj, null);
        strategy.PrepareForCreate(obj);
        FieldErrors errors = new();
        definition.StoredRules.Validate(obj, errors);
        if (!errors.IsEmpty) throw ApiErrors.Invalid(resource.Kind.Gvk, meta.Name, errors);
        DefaultAdmission.Validate(resource, obj, null);
        return obj;
    }

    private static KubeObject Served(ResourcePath path, KubeObject stored) =>
        Catalog.Find(path.Resource!.Gvr)!.Converter is { } converter ? converter.FromStored(stored) : stored;

    private static ResourceCatalog Build()
    {
        ResourceCatalogBuilder builder = new();
        StrategiesPart.AddStrategies(builder);
        return builder.Build(ApiCatalog.Resources);
    }

    private static KubeObject Decode(ResourcePath path, JsonObject input)
    {
        var resource = path.Resource!;
        var obj = (KubeObject)resource.Kind.Create();
        var (kind, version) = (obj.Kind, obj.ApiVersion);
        var cannot = $"{resource.Kind.Gvk.Kind} in version {GoQuote.Quote(resource.Gvr.Version)} cannot be handled as a {resource.Kind.Gvk.Kind}: ";
        List<string> strict = [];
        try
        {
            KubeCodec.DecodeInto(obj, Encoding.UTF8.GetBytes(input.ToJsonString()), strict);
        }
        catch (JsonDecodeException e)
        {
            throw ApiErrors.BadRequest(cannot + e.Message);
        }

        if (strict.Count > 0) throw ApiErrors.BadRequest($"{cannot}strict decoding error: {string.Join(", ", strict)}");
        (obj.Kind, obj.ApiVersion) = (kind, version);
        return obj;
    }

    private static JsonObject Answer(Func<KubeObject> run)
    {
        try
        {
            return JsonNode.Parse(ObjectFormat.Encode(run()))!.AsObject();
        }
        catch (KubeApiException e)
        {
            return JsonNode.Parse(KubeCodec.Encode(e.Status))!.AsObject();
        }
    }
}
