using System.Net.Http.Headers;
using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>Clients that send protobuf, as kubectl create does, and clients that take nothing else.</summary>
public sealed class ProtobufTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task WhoPrefersProtobufIsAnsweredSo()
    {
        Deployment deployment = new()
        {
            Metadata = { Name = "web" },
            Spec =
            {
                Replicas = 3,
                Selector = new LabelSelector { MatchLabels = { ["app"] = "web" } },
                Template = { Metadata = { Labels = { ["app"] = "web" } }, Spec = { Containers = { new Container { Name = "x", Image = "x" } } } },
            },
        };
        // As kubectl create deployment asks.
        var (code, type, body) = await SendAsync(
            "POST", "/apis/apps/v1/namespaces/test/deployments?fieldValidation=Strict", KubeCodec.EncodeProto(deployment), Protobuf + ",application/json");
        Assert.Equal((201, Protobuf), (code, type));
        var created = Decode<Deployment>(body);
        Assert.Equal((3, "web", "Always"), (created.Spec.Replicas, created.Spec.Selector!.MatchLabels["app"], created.Spec.Template.Spec.RestartPolicy));
    }

    [Fact]
    public async Task WhoTakesOnlyProtobufGetsIt()
    {
        ConfigMap map = new() { Metadata = { Name = "a" }, Data = { ["k"] = "v" } };
        var (code, type, body) = await SendAsync("POST", ConfigMaps, KubeCodec.EncodeProto(map), Protobuf);
        Assert.Equal((201, Protobuf), (code, type));
        var created = Decode<ConfigMap>(body);
        Assert.Equal(("v", "test"), (created.Data["k"], created.Metadata.Namespace));

        created.Data["k"] = "w";
        var updated = await SendAsync("PUT", ConfigMaps + "/a", KubeCodec.EncodeProto(created), Protobuf);
        Assert.Equal((200, "w"), (updated.Code, Decode<ConfigMap>(updated.Body).Data["k"]));

        DeleteOptions other = new() { Preconditions = new() { Uid = "another" } };
        var refused = await SendAsync("DELETE", ConfigMaps + "/a", KubeCodec.EncodeProto(other), Protobuf);
        Assert.Equal((409, Protobuf, "Conflict"), (refused.Code, refused.Type, Decode<Status>(refused.Body).Reason));

        DeleteOptions same = new() { Preconditions = new() { Uid = created.Metadata.Uid } };
        var deleted = await SendAsync("DELETE", ConfigMaps + "/a", KubeCodec.EncodeProto(same), Protobuf);
        Assert.Equal((200, "Success"), (deleted.Code, Decode<Status>(deleted.Body).StatusValue));
    }

    [Fact]
    public async Task WhatIsNoProtobufIsRefused()
    {
        var (code, _, body) = await SendAsync("POST", ConfigMaps, "{}"u8.ToArray(), "application/json");
        Assert.Equal(400, code);
        Assert.Equal(
            "the object provided is unrecognized (must be of type ConfigMap): "
                + "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] ({})",
            KubeCodec.Decode<Status>(body).Message);
    }

    private async Task<(int Code, string? Type, byte[] Body)> SendAsync(string method, string path, byte[]? body, string accept)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(Protobuf);
        }

        using var response = await _server.Http.SendAsync(request);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync());
    }

    private static T Decode<T>(byte[] body) where T : KubeKind, new()
    {
        T value = new();
        KubeCodec.DecodeProtoInto(value, body);
        return value;
    }
}
