namespace Kybernet.Host.Flags;

/// <summary>The command line is wrong; the message is pflag's.</summary>
internal sealed class FlagException(string message) : Exception(message);
