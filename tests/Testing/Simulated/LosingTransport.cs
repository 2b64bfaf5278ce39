using Kybernet.Client;

namespace Kybernet.Testing.Tests.Simulated;

/// <summary>A way to the API that loses the answers to reports of pods' statuses, though what they asked for is done.</summary>
internal sealed class LosingTransport(IKubeTransport api) : IKubeTransport
{
    public bool Loses { get; set; } = true;

    /// <summary>How many were lost.</summary>
    public int Lost { get; private set; }

    public async Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation)
    {
        var answer = await api.SendAsync(request, cancellation);
        if (!Loses || request is not { Verb: "patch", Resource.Resource: "pods", Subresource: "status" }) return answer;
        Lost++;
        throw new IOException("the connection was reset");
    }

    public Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation) => api.ListAsync(request, cancellation);

    public IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, CancellationToken cancellation) => api.WatchAsync(request, cancellation);
}
