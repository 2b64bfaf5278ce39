using System.Runtime.CompilerServices;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;

namespace Kybernet.Testing.Tests.Simulated;

/// <summary>A caller's way to the API on which things go wrong: see <see cref="Disturbances"/>.</summary>
internal sealed class DisturbedTransport(Disturbances disturbances, string user, IKubeTransport api) : IKubeTransport
{
    private const double Refused = 0.02, Late = 0.1, Lost = 0.01, Lagging = 0.05;

    public async Task<TransportObject> SendAsync(KubeRequest request, CancellationToken cancellation)
    {
        await ApproachAsync(cancellation);
        var answer = await api.SendAsync(request, cancellation);
        await ReturnAsync(MayBeLost(request), cancellation);
        return answer;
    }

    public async Task<TransportList> ListAsync(KubeRequest request, CancellationToken cancellation)
    {
        await ApproachAsync(cancellation);
        var answer = await api.ListAsync(request, cancellation);
        await ReturnAsync(mayBeLost: true, cancellation);
        return answer;
    }

    public async IAsyncEnumerable<TransportEvent> WatchAsync(KubeRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await ApproachAsync(cancellation);
        using var watch = disturbances.Open(user);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, watch.Broken);
        await using var changes = api.WatchAsync(request, either.Token).GetAsyncEnumerator(either.Token);
        while (true)
        {
            try
            {
                if (!await changes.MoveNextAsync()) yield break;
                if (disturbances.Happens(Lagging)) await disturbances.Environment.Delay(disturbances.Delay(), either.Token);
            }
            catch (OperationCanceledException) when (watch.Broken.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                if (disturbances.Choose(2) == 0) yield break;
                throw new IOException("the connection was reset");
            }

            yield return changes.Current;
        }
    }

    /// <summary>
    /// An answer that is lost after the deed makes a controller that counts do it twice, upstream's too: a pod too many is made, or
    /// one too many deleted, and put right later. What is asserted on the way leaves no room for that, so these are not lost.
    /// </summary>
    private static bool MayBeLost(KubeRequest request) =>
        request.Resource.Resource != "pods" || request.Subresource == "status" || request.Verb == "get";

    private async Task ApproachAsync(CancellationToken cancellation)
    {
        if (disturbances.Happens(Late)) await disturbances.Environment.Delay(disturbances.Delay(), cancellation);
        if (disturbances.IsCutOff(user)) throw new HttpRequestException("no route to host");
        if (!disturbances.Happens(Refused)) return;
        throw disturbances.Choose(4) switch
        {
            0 => new HttpRequestException("connection refused"),
            1 => Failure(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later"),
            2 => Failure(500, "InternalError", "Internal error occurred: the store is busy"),
            _ => Failure(503, "ServiceUnavailable", "the server is currently unable to handle the request"),
        };
    }

    private async Task ReturnAsync(bool mayBeLost, CancellationToken cancellation)
    {
        if (disturbances.Happens(Late)) await disturbances.Environment.Delay(disturbances.Delay(), cancellation);
        if (mayBeLost && (disturbances.IsCutOff(user) || disturbances.Happens(Lost))) throw new IOException("the connection was reset");
    }

    private static KubeApiException Failure(int code, string reason, string message) =>
        new(new Status { Code = code, Reason = reason, Message = message, StatusValue = "Failure" });
}
