using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Apply;

/// <summary>Fields that nobody owns: the server sets them, or keeps them as they were made.</summary>
public sealed class UnownedFieldsTests : IAsyncLifetime
{
    private TestApiServer _server = null!;

    public async Task InitializeAsync() => _server = await TestApiServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Nobody_owns_what_a_certificate_is_asked_for()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Convert.ToBase64String(Encoding.ASCII.GetBytes(new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256).CreateSigningRequestPem()));
        var created = await _server.SendAsync(
            "POST",
            "/apis/certificates.k8s.io/v1/certificatesigningrequests",
            $$$"""{"metadata":{"name":"a","labels":{"x":"1"}},"spec":{"request":"{{{request}}}","signerName":"kubernetes.io/kube-apiserver-client","usages":["client auth"]}}""");

        Assert.Equal(201, created.Code);
        var entry = Assert.Single(created.Json.Get("metadata", "managedFields").AsArray()).AsObject();
        Assert.Equal("""{"f:metadata":{"f:labels":{".":{},"f:x":{}}}}""", entry["fieldsV1"].ToString());
    }

    [Fact]
    public async Task Nobody_owns_the_finalizers_of_the_first_namespaces()
    {
        var read = await _server.SendAsync("GET", "/api/v1/namespaces/default");

        Assert.Equal("""["kubernetes"]""", read.Field("spec", "finalizers"));
        var entry = Assert.Single(read.Json.Get("metadata", "managedFields").AsArray()).AsObject();
        Assert.Equal("""{"f:metadata":{"f:labels":{".":{},"f:kubernetes.io/metadata.name":{}}}}""", entry["fieldsV1"].ToString());
    }
}
