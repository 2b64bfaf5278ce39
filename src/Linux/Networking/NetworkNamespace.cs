namespace Kybernet.Linux.Networking;

/// <summary>A network namespace other than the machine's own: a node that shares its machine with others lives in one.</summary>
/// <param name="Path">The file that stands for it, for example /run/netns/NAME.</param>
public sealed record NetworkNamespace(string Path);
