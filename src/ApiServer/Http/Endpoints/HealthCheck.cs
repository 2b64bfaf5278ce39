namespace Kybernet.ApiServer.Http.Endpoints;

/// <summary>One thing that has to be in order.</summary>
/// <param name="Name">Its name in the list: <c>etcd</c>.</param>
/// <param name="IsHealthy">Whether it is.</param>
/// <param name="OnlyForReadiness">Whether it says nothing about being alive, only about being ready.</param>
internal sealed record HealthCheck(string Name, Func<bool> IsHealthy, bool OnlyForReadiness = false);
