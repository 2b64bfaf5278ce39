using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.OpenApi;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>Reads the protobuf form back with a reader that knows only the wire format.</summary>
public sealed class GnosticV2Tests
{
    private static readonly byte[] Document = Spec.Bytes(
        SpecContent.Whole(ApiCatalog.Resources), SpecDialect.V2, output => new GnosticV2Sink(output));

    [Fact]
    public void Says_as_much_as_the_json_form()
    {
        var json = Spec.V2();
        var document = Wire.Read(Document);

        Assert.Equal("2.0", document.Text(1));
        Assert.Equal(json["paths"].AsObject().Select(p => p.Key), document.Parts(8).SelectMany(p => p.Parts(2)).Select(p => p.Text(1)));
        Assert.Equal(json["definitions"].AsObject().Select(d => d.Key), document.Parts(9).SelectMany(d => d.Parts(1)).Select(d => d.Text(1)));
    }

    [Fact]
    public void Tells_fields_types_and_extensions()
    {
        var spec = Definition("io.k8s.api.core.v1.PodSpec");
        var containers = Property(spec, "containers");
        Assert.Equal("array", containers.Part(22).Text(1));
        Assert.Equal("#/definitions/io.k8s.api.core.v1.Container", containers.Part(23).Part(1).Text(1));
        Assert.Equal(["x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-patch-merge-key", "x-kubernetes-patch-strategy"], containers.Parts(31).Select(e => e.Text(1)));
        Assert.Equal("""["name"]""", containers.Parts(31).First().Part(2).Text(2));
        Assert.Equal("containers", spec.Text(19));
        Assert.Equal("string", Property(spec, "nodeSelector").Part(21).Part(1).Part(22).Text(1));

        var kind = Definition("io.k8s.api.core.v1.Pod").Parts(31).Single(e => e.Text(1) == "x-kubernetes-group-version-kind");
        Assert.Equal("Pod", JsonValue.Parse(kind.Part(2).Text(2)).AsArray()[0].AsObject()["kind"].AsString());
    }

    [Fact]
    public void Tells_that_patches_validate_fields()
    {
        var path = Wire.Read(Document).Parts(8).SelectMany(p => p.Parts(2)).Single(p => p.Text(1) == "/api/v1/namespaces/{namespace}/pods/{name}");
        var patch = path.Part(2).Part(8);
        var parameters = patch.Parts(8).Select(p => p.Part(1)).ToList();
        var query = parameters.SelectMany(p => p.Parts(2)).SelectMany(p => p.Parts(3)).ToList();

        Assert.Contains("fieldValidation", query.Select(q => q.Text(4)));
        Assert.Contains("dryRun", query.Select(q => q.Text(4)));
        Assert.All(query, q => Assert.Equal(("query", 1UL), (q.Text(2), q.Number(20))));
        Assert.Equal(["name", "namespace"], path.Part(2).Parts(9).SelectMany(p => p.Part(1).Parts(2)).SelectMany(p => p.Parts(4)).Select(p => p.Text(4)));
        Assert.Equal("#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Patch", parameters[0].Part(1).Part(5).Text(1));
    }

    private static Wire Definition(string name) =>
        Wire.Read(Document).Parts(9).SelectMany(d => d.Parts(1)).Single(d => d.Text(1) == name).Part(2);

    private static Wire Property(Wire schema, string name) => schema.Part(25).Parts(1).Single(p => p.Text(1) == name).Part(2);
}
