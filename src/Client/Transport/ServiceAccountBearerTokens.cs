using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>
/// Tokens of a service account, which is made when it is not there, and new ones before the old ones end (upstream's
/// DynamicControllerClientBuilder).
/// </summary>
/// <param name="client">Gets the tokens: it may create them for the account, and the account itself.</param>
/// <param name="ns">The account's namespace.</param>
/// <param name="name">The account's name.</param>
/// <param name="environment">The clock.</param>
public sealed class ServiceAccountBearerTokens(IKubeClient client, string ns, string name, ExecutionEnvironment environment) : IBearerTokens, IDisposable
{
    private const double RefreshAt = 0.8; // of its life
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private static readonly GroupVersionResource Accounts = new("", "v1", "serviceaccounts");

    private readonly SemaphoreSlim _one = new(1);
    private volatile Known? _known;

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">There is none to be had now.</exception>
    public async ValueTask<string> CurrentAsync(CancellationToken cancellation)
    {
        if (_known is { } known && environment.Now < known.RefreshAt) return known.Token;
        await _one.WaitAsync(cancellation);
        try
        {
            if (_known is { } found && environment.Now < found.RefreshAt) return found.Token;
            var asked = environment.Now;
            var answer = await RequestAsync(cancellation);
            var life = (answer.Status.ExpirationTimestamp ?? asked + Life) - asked;
            _known = new Known(answer.Status.Token, asked + life * RefreshAt);
            return answer.Status.Token;
        }
        catch (KubeApiException e)
        {
            // Not as it is: who waits for an answer about a pod must not take "not found" for one.
            throw new HttpRequestException($"no token for the service account {ns}/{name}: {e.Message}", e);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Distrust() => _known = null;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<TokenRequest> RequestAsync(CancellationToken cancellation)
    {
        TokenRequest request = new() { Spec = new() { ExpirationSeconds = (long)Life.TotalSeconds } };
        try
        {
            return await client.PostAsync<TokenRequest, TokenRequest>(Accounts, ns, name, "token", request, cancellation);
        }
        catch (KubeApiException e) when (e.IsNotFound)
        {
            await CreateAccountAsync(cancellation);
            return await client.PostAsync<TokenRequest, TokenRequest>(Accounts, ns, name, "token", request, cancellation);
        }
    }

    private async Task CreateAccountAsync(CancellationToken cancellation)
    {
        try
        {
            await client.CreateAsync(new ServiceAccount { Metadata = new() { Namespace = ns, Name = name } }, cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            // Another candidate for the lead was quicker.
        }
    }

    private sealed record Known(string Token, DateTimeOffset RefreshAt);
}
