namespace Kybernet.Host.Cluster;

/// <summary>
/// A command cannot go on, for a reason that the person at the keyboard can do something about. The message is one line:
/// what is wrong and what to do.
/// </summary>
internal sealed class CommandFailure(string message) : Exception(message);
