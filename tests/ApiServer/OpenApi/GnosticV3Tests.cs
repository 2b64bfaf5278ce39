using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.OpenApi;

namespace Kybernet.ApiServer.Tests.OpenApi;

public sealed class GnosticV3Tests
{
    public static TheoryData<string> Versions => new(SpecContent.Versions(ApiCatalog.Resources).Select(static v => v.ToString()));

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_protobuf_form_says_what_the_json_form_says(string version)
    {
        var content = SpecContent.Version(ApiCatalog.Resources, GroupVersion.Parse(version));
        var document = Spec.Bytes(content, SpecDialect.V3, static output => new GnosticV3Sink(output));
        Assert.Equal("", Difference(Spec.V3(version), GnosticV3Json.Document(document), ""));
    }

    [Fact]
    public void Defaults_that_are_zero_are_told()
    {
        var schemas = GnosticV3Json.Document(Spec.Bytes(
            SpecContent.Version(ApiCatalog.Resources, GroupVersion.Parse("v1")), SpecDialect.V3, static output => new GnosticV3Sink(output)))
            .Get("components", "schemas").AsObject();
        Assert.Equal("\"\"", schemas.Get("io.k8s.api.core.v1.Container", "properties", "name", "default").ToString());
        Assert.Equal("0", schemas.Get("io.k8s.api.core.v1.ContainerPort", "properties", "containerPort", "default").ToString());
        Assert.Equal("false", schemas.Get("io.k8s.api.core.v1.ContainerStatus", "properties", "ready", "default").ToString());
        Assert.Equal("{}", schemas.Get("io.k8s.api.core.v1.Pod", "properties", "spec", "default").ToString());
    }

    private static string Difference(JsonValue expected, JsonValue actual, string path)
    {
        if (expected == actual) return "";
        if (expected.ObjectOrNull is not { } left || actual.ObjectOrNull is not { } right) return $"{path}: {expected} and {actual}";
        var names = left.Select(static f => f.Key).Union(right.Select(static f => f.Key));
        return names.Select(n => Difference(left[n], right[n], path + "/" + n)).First(static d => d.Length > 0);
    }
}
