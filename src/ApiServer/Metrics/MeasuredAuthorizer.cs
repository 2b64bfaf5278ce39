using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>Counts how authorization goes, under upstream's names.</summary>
internal sealed class MeasuredAuthorizer : IAuthorizer
{
    private readonly IAuthorizer _authorizer;
    private readonly ResultMetrics _results;

    /// <summary>Measures another authorizer.</summary>
    public MeasuredAuthorizer(IAuthorizer authorizer, MetricRegistry registry, TimeProvider time)
    {
        _authorizer = authorizer;
        _results = new ResultMetrics(
            registry.Counter("authorization_attempts_total", "Counter of authorization attempts broken down by result.", "result"),
            registry.Histogram("authorization_duration_seconds", "Authorization duration in seconds broken out by result.", ResultMetrics.Seconds, "result"),
            time);
    }

    /// <inheritdoc/>
    public async ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        var (begun, result) = (_results.Begin(), "error");
        try
        {
            var decision = await _authorizer.AuthorizeAsync(attributes, cancellation);
            result = decision.Verdict switch
            {
                AuthorizationVerdict.Allow => "allowed",
                AuthorizationVerdict.Deny => "denied",
                _ => "no-opinion",
            };
            return decision;
        }
        finally
        {
            _results.End(begun, result);
        }
    }
}
