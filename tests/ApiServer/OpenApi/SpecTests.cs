using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.OpenApi;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>What must hold of any document, whoever made it.</summary>
public sealed class SpecTests
{
    public static TheoryData<string> Versions => [.. SpecContent.Versions(ApiCatalog.Resources).Select(v => v.ToString())];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_reference_of_version_3_leads_somewhere(string version)
    {
        var document = Spec.V3(version);
        var schemas = document.Get("components", "schemas").AsObject();

        Assert.Equal("3.0.0", document["openapi"].AsString());
        Assert.All(References(document), r => Assert.True(schemas.Contains(After(r, "#/components/schemas/")), r));
    }

    [Fact]
    public void Every_reference_of_version_2_leads_somewhere()
    {
        var document = Spec.V2();
        var definitions = document["definitions"].AsObject();

        Assert.Equal("2.0", document["swagger"].AsString());
        Assert.All(References(document), r => Assert.True(definitions.Contains(After(r, "#/definitions/")), r));
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own()
    {
        var ids = SpecContent.Whole(ApiCatalog.Resources).Paths.SelectMany(p => p.Operations).Select(o => o.Id).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Every_kind_is_found_by_its_group_and_version()
    {
        var definitions = Spec.V2()["definitions"].AsObject();
        var kinds = definitions.SelectMany(d => d.Value.AsObject()["x-kubernetes-group-version-kind"].ArrayOrNull ?? [])
            .Select(k => new GroupVersionKind(k.AsObject()["group"].AsString(), k.AsObject()["version"].AsString(), k.AsObject()["kind"].AsString()))
            .ToHashSet();

        Assert.All(ApiCatalog.Resources, r => Assert.Contains(r.Kind.Gvk, kinds));
    }

    [Fact]
    public void Fields_of_version_3_tell_defaults_and_how_to_patch()
    {
        var schemas = Spec.V3("v1").Get("components", "schemas").AsObject();
        var ports = schemas.Get("io.k8s.api.core.v1.ServiceSpec", "properties", "ports").AsObject();
        var protocol = schemas.Get("io.k8s.api.core.v1.ServicePort", "properties", "protocol").AsObject();
        var metadata = schemas.Get("io.k8s.api.core.v1.Pod", "properties", "metadata").AsObject();

        Assert.Equal("port", ports["x-kubernetes-patch-merge-key"].AsString());
        Assert.Equal(["port", "protocol"], ports["x-kubernetes-list-map-keys"].AsArray().Select(k => k.AsString()));
        Assert.Equal("TCP", protocol["default"].AsString());
        Assert.Equal("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta", metadata["allOf"].AsArray()[0].AsObject()["$ref"].AsString());
        Assert.Equal("atomic", schemas.Get("io.k8s.api.core.v1.NodeSelector", "x-kubernetes-map-type").AsString());
    }

    private static string After(string text, string prefix)
    {
        Assert.StartsWith(prefix, text, StringComparison.Ordinal);
        return text[prefix.Length..];
    }

    private static IEnumerable<string> References(JsonValue value)
    {
        if (value.ObjectOrNull is { } o)
        {
            // A custom resource's schema has a field of that name.
            foreach (var (name, field) in o)
            {
                if (name == "$ref" && field.StringOrNull is { } target) yield return target;
                foreach (var below in References(field)) yield return below;
            }
        }
        else if (value.ArrayOrNull is { } array)
        {
            foreach (var below in array.SelectMany(References)) yield return below;
        }
    }
}
