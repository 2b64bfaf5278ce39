using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.OpenApi;

namespace Kybernet.ApiServer.Tests.OpenApi;

/// <summary>Reads the protobuf form back with a reader that knows only the wire format.</summary>
public sealed class GnosticTests
{
    private static readonly byte[] Document = Spec.Bytes(
        SpecContent.Whole(ApiCatalog.Resources), SpecDialect.V2, output => new GnosticSpecSink(output));

    [Fact]
    public void Says_as_much_as_the_json_form()
    {
        var json = Spec.V2();
        var document = Read(Document);

        Assert.Equal("2.0", Text(document, 1));
        Assert.Equal(json["paths"].AsObject().Select(p => p.Key), Parts(document, 8).SelectMany(p => Parts(p, 2)).Select(p => Text(p, 1)));
        Assert.Equal(json["definitions"].AsObject().Select(d => d.Key), Parts(document, 9).SelectMany(d => Parts(d, 1)).Select(d => Text(d, 1)));
    }

    [Fact]
    public void Tells_fields_types_and_extensions()
    {
        var spec = Definition("io.k8s.api.core.v1.PodSpec");
        var containers = Property(spec, "containers");
        Assert.Equal("array", Text(Part(containers, 22), 1));
        Assert.Equal("#/definitions/io.k8s.api.core.v1.Container", Text(Part(Part(containers, 23), 1), 1));
        Assert.Equal(["x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-patch-merge-key", "x-kubernetes-patch-strategy"], Parts(containers, 31).Select(e => Text(e, 1)));
        Assert.Equal("""["name"]""", Text(Part(Parts(containers, 31).First(), 2), 2));
        Assert.Equal("containers", Text(spec, 19));
        Assert.Equal("string", Text(Part(Part(Part(Property(spec, "nodeSelector"), 21), 1), 22), 1));

        var kind = Parts(Definition("io.k8s.api.core.v1.Pod"), 31).Single(e => Text(e, 1) == "x-kubernetes-group-version-kind");
        Assert.Equal("Pod", JsonValue.Parse(Text(Part(kind, 2), 2)).AsArray()[0].AsObject()["kind"].AsString());
    }

    [Fact]
    public void Tells_that_patches_validate_fields()
    {
        var path = Parts(Read(Document), 8).SelectMany(p => Parts(p, 2)).Single(p => Text(p, 1) == "/api/v1/namespaces/{namespace}/pods/{name}");
        var patch = Part(Part(path, 2), 8);
        var parameters = Parts(patch, 8).Select(p => Part(p, 1)).ToList();
        var query = parameters.SelectMany(p => Parts(p, 2)).SelectMany(p => Parts(p, 3)).ToList();

        Assert.Contains("fieldValidation", query.Select(q => Text(q, 4)));
        Assert.Contains("dryRun", query.Select(q => Text(q, 4)));
        Assert.All(query, q => Assert.Equal(("query", 1UL), (Text(q, 2), q.Single(f => f.Field == 20).Number)));
        Assert.Equal(["name", "namespace"], Parts(Part(path, 2), 9).SelectMany(p => Parts(Part(p, 1), 2)).SelectMany(p => Parts(p, 4)).Select(p => Text(p, 4)));
        Assert.Equal("#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Patch", Text(Part(Part(parameters[0], 1), 5), 1));
    }

    private static List<Wire> Definition(string name) =>
        Part(Parts(Read(Document), 9).SelectMany(d => Parts(d, 1)).Single(d => Text(d, 1) == name), 2);

    private static List<Wire> Property(List<Wire> schema, string name) => Part(Parts(Part(schema, 25), 1).Single(p => Text(p, 1) == name), 2);

    private static List<Wire> Part(List<Wire> message, int field) => Parts(message, field).First();

    private static IEnumerable<List<Wire>> Parts(List<Wire> message, int field) => message.Where(f => f.Field == field).Select(f => Read(f.Bytes!));

    private static string Text(List<Wire> message, int field) => Encoding.UTF8.GetString(message.First(f => f.Field == field).Bytes!);

    private static List<Wire> Read(byte[] bytes)
    {
        List<Wire> fields = [];
        var at = 0;
        while (at < bytes.Length)
        {
            var key = Number(bytes, ref at);
            var value = Number(bytes, ref at);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new((int)(key >> 3), value, null));
                    break;
                case 2:
                    fields.Add(new((int)(key >> 3), 0, bytes.AsSpan(at, (int)value).ToArray()));
                    at += (int)value;
                    break;
                default:
                    Assert.Fail($"wire type {key & 7}");
                    break;
            }
        }

        return fields;
    }

    private static ulong Number(byte[] bytes, ref int at)
    {
        ulong result = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            result |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80) return result;
        }
    }

    private sealed record Wire(int Field, ulong Number, byte[]? Bytes);
}
