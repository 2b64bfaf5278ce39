using Kybernet.Base.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Metrics;

/// <summary>Counts how authentication goes, under upstream's names.</summary>
internal sealed class MeasuredAuthenticator : IAuthenticator
{
    private static readonly string[] KnownUsers = ["admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default"];

    private readonly IAuthenticator _authenticator;
    private readonly ResultMetrics _results;
    private readonly MetricFamily<Counter> _users;

    /// <summary>Measures another authenticator.</summary>
    public MeasuredAuthenticator(IAuthenticator authenticator, MetricRegistry registry, TimeProvider time)
    {
        _authenticator = authenticator;
        _users = registry.Counter("authenticated_user_requests", "Counter of authenticated requests broken out by username.", "username");
        _results = new ResultMetrics(
            registry.Counter("authentication_attempts", "Counter of authenticated attempts.", "result"),
            registry.Histogram("authentication_duration_seconds", "Authentication duration in seconds broken out by result.", ResultMetrics.Seconds, "result"),
            time);
    }

    /// <inheritdoc/>
    public async ValueTask<UserInfo?> AuthenticateAsync(HttpContext context, CancellationToken cancellation)
    {
        var (begun, result) = (_results.Begin(), "error");
        try
        {
            var user = await _authenticator.AuthenticateAsync(context, cancellation);
            result = user is null ? "failure" : "success";
            if (user is not null) _users.With(Label(user.Name)).Add();
            return user;
        }
        finally
        {
            _results.End(begun, result);
        }
    }

    // Names are as many as there are users: only a few are told.
    private static string Label(string name) => KnownUsers.Contains(name) ? name : name.Contains('@', StringComparison.Ordinal) ? "email_id" : "other";
}
