namespace Kybernet.Kubelet.Runtime;

/// <summary>
/// A line of the relist: enough to see that something happened to a pod, and to know pods that nobody told us of.
/// </summary>
/// <param name="Uid">The pod's uid.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Fingerprint">Changes whenever one of its sandboxes or containers appears, goes, or changes its state.</param>
internal readonly record struct RuntimePodSummary(string Uid, string Namespace, string Name, ulong Fingerprint);
