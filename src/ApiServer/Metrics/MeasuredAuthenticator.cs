using System.Collections.Frozen;
using Kybernet.Base.Metrics;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Metrics;

/// <summary>Counts how authentication goes, under upstream's names.</summary>
internal sealed class MeasuredAuthenticator : IAuthenticator
{
    private static readonly string[] KnownUsers = ["admin", "client", "kube_proxy", "kubelet", "system:serviceaccount:kube-system:default"];

    private readonly IAuthenticator _authenticator;
    private readonly ResultMetrics _results;
    private readonly FrozenDictionary<string, Counter> _users;
    private readonly Counter _byMail;
    private readonly Counter _others;

    /// <summary>Measures another authenticator.</summary>
    public MeasuredAuthenticator(IAuthenticator authenticator, MetricRegistry registry, TimeProvider time)
    {
        _authenticator = authenticator;
        var users = registry.Counter("authenticated_user_requests", "Counter of authenticated requests broken out by username.", "username");
        _users = KnownUsers.ToFrozenDictionary(static n => n, n => users.With(n), StringComparer.Ordinal);
        _byMail = users.With("email_id");
        _others = users.With("other");
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
            if (user is not null) CounterOf(user.Name).Add();
            return user;
        }
        finally
        {
            _results.End(begun, result);
        }
    }

    // Names are as many as there are users: only a few are told.
    private Counter CounterOf(string name) =>
        _users.TryGetValue(name, out var known) ? known : name.Contains('@', StringComparison.Ordinal) ? _byMail : _others;
}
