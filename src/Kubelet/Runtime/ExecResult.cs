namespace Kybernet.Kubelet.Runtime;

/// <summary>What a command said and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output and error, in this order.</param>
internal sealed record ExecResult(int ExitCode, string Output);
