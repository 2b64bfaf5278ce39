namespace Kybernet.Kubelet;

/// <summary>What a kubelet offers beside looking after its pods.</summary>
internal interface IKubeletService
{
    /// <summary>Returns when it is there for others; the kubelet counts as ready only then.</summary>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Goes on until cancelled, and comes to its end.</summary>
    Task RunAsync(CancellationToken cancellation);
}
