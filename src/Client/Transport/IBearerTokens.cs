namespace Kybernet.Client;

/// <summary>Where the bearer tokens of requests come from.</summary>
public interface IBearerTokens
{
    /// <summary>The token to send now; empty: none.</summary>
    ValueTask<string> CurrentAsync(CancellationToken cancellation);

    /// <summary>The server did not like the token: the next request is to have a new one, if there is one.</summary>
    void Distrust();
}
