using Kybernet.Api;
using Kybernet.Api.Authentication.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Gets tokens of service accounts for pods, bound to them, and new ones in time.</summary>
internal sealed class ServiceAccountTokens(IKubeClient client, ExecutionEnvironment environment)
{
    private const double RefreshAt = 0.8; // of its life
    private const long DefaultSeconds = 3600;
    private static readonly TimeSpan MaxAge = TimeSpan.FromHours(24);
    private static readonly GroupVersionResource Accounts = new("", "v1", "serviceaccounts");

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Uid, string Audience, long Seconds), (string Token, DateTimeOffset RefreshAt)> _tokens = [];

    /// <summary>A token that is good for a while.</summary>
    /// <exception cref="VolumeException">The API refuses one.</exception>
    public async Task<string> GetAsync(Pod pod, string audience, long? expirationSeconds, CancellationToken cancellation)
    {
        var key = (pod.Metadata.Uid, audience, expirationSeconds ?? DefaultSeconds);
        lock (_lock)
        {
            if (_tokens.TryGetValue(key, out var known) && environment.Now < known.RefreshAt) return known.Token;
        }

        var asked = environment.Now;
        var account = pod.Spec.ServiceAccountName.Length > 0 ? pod.Spec.ServiceAccountName : "default";
        TokenRequest request = new() { Spec = new() { ExpirationSeconds = key.Item3 } };
        if (audience.Length > 0) request.Spec.Audiences.Add(audience);
        request.Spec.BoundObjectRef = new() { Kind = "Pod", ApiVersion = "v1", Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };
        try
        {
            var answer = await client.PostAsync<TokenRequest, TokenRequest>(Accounts, pod.Metadata.Namespace, account, "token", request, cancellation);
            var life = (answer.Status.ExpirationTimestamp ?? asked) - asked;
            var refresh = life * RefreshAt < MaxAge ? life * RefreshAt : MaxAge;
            lock (_lock) _tokens[key] = (answer.Status.Token, asked + refresh);
            return answer.Status.Token;
        }
        catch (KubeApiException e)
        {
            throw new VolumeException($"failed to fetch token: {e.Message}");
        }
    }

    /// <summary>A pod is gone: its tokens are of no use.</summary>
    public void Forget(string uid)
    {
        lock (_lock)
        {
            foreach (var key in _tokens.Keys.Where(k => k.Uid == uid).ToList()) _tokens.Remove(key);
        }
    }
}
