namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>One thing that has to be in order.</summary>
/// <param name="Name">Its name in the list: <c>etcd</c>.</param>
/// <param name="IsHealthyAsync">Whether it is.</param>
/// <param name="OnlyForReadiness">Whether it says nothing about being alive, only about being ready.</param>
internal sealed record HealthCheck(string Name, Func<CancellationToken, ValueTask<bool>> IsHealthyAsync, bool OnlyForReadiness = false)
{
    /// <summary>A check that needs nobody else.</summary>
    public static HealthCheck Of(string name, Func<bool> isHealthy, bool onlyForReadiness = false) =>
        new(name, _ => ValueTask.FromResult(isHealthy()), onlyForReadiness);
}
