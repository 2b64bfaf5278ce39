namespace Kybernet.ApiServer.Tables;

/// <summary>Where a load balancer listens.</summary>
internal static class LoadBalancerCells
{
    /// <summary>The addresses or host names, each once, in order.</summary>
    public static IEnumerable<string> Distinct(IEnumerable<string> addresses) =>
        addresses.Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
