using System.Runtime.CompilerServices;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.Client.Tests;

public sealed class MetadataRequestTests
{
    [Fact]
    public async Task Metadata_is_asked_for_as_a_list_in_lists_and_as_objects_in_watches()
    {
        RecordingTransport transport = new();
        ListWatch<PartialObjectMetadata> source = new(transport, Pod.Resource.Gvr) { MetadataOnly = true };

        await source.ListAsync("", CancellationToken.None);
        await foreach (var _ in source.WatchAsync("1", TimeSpan.FromMinutes(1), CancellationToken.None)) Assert.Fail("nothing happens here");

        Assert.Equal(
            [
                "list application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
                "watch application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1",
            ],
            transport.Asked);
    }

    private sealed class RecordingTransport : IKubeTransport
    {
        public List<string> Asked { get; } = [];

        public Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation)
        {
            Asked.Add($"{request.Verb} {request.Accept}");
            return Task.FromResult(new TransportList([], "1", ""));
        }

        public async IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Asked.Add($"{request.Verb} {request.Accept}");
            await Task.CompletedTask;
            yield break;
        }
    }
}
