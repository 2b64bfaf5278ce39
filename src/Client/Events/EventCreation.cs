using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>Creates events of either group.</summary>
internal static class EventCreation
{
    private const int MaxNames = 100;

    /// <summary>Creates the event, under another name when its own is taken.</summary>
    /// <param name="client">With whose rights.</param>
    /// <param name="value">The event, with a name.</param>
    /// <param name="nextName">Another name.</param>
    /// <param name="isRetry">An earlier attempt may have arrived without its answer coming back.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task CreateAsync<T>(IKubeClient client, T value, Func<string> nextName, bool isRetry, CancellationToken cancellation)
        where T : KubeObject, IKubeResource, new()
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await client.CreateAsync(value, cancellation);
                return;
            }
            catch (KubeApiException e) when (e.IsAlreadyExists && isRetry)
            {
                // The attempt before arrived; only its answer did not.
                return;
            }
            catch (KubeApiException e) when (e.IsAlreadyExists && tried < MaxNames)
            {
                // Somebody else told something of this object at the same tick of the clock: in virtual time that is nothing rare.
                value.Metadata.Name = nextName();
            }
        }
    }
}
