using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>The signals with which a container may ask to be stopped.</summary>
internal static class StopSignals
{
    private static readonly string[] Linux =
    [
        .. new[]
        {
            "SIGABRT", "SIGALRM", "SIGBUS", "SIGCHLD", "SIGCLD", "SIGCONT", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT", "SIGIO", "SIGIOT",
            "SIGKILL", "SIGPIPE", "SIGPOLL", "SIGPROF", "SIGPWR", "SIGQUIT", "SIGSEGV", "SIGSTKFLT", "SIGSTOP", "SIGSYS", "SIGTERM",
            "SIGTRAP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGUSR1", "SIGUSR2", "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ",
            "SIGRTMIN", "SIGRTMAX",
        }.Concat(Enumerable.Range(1, 15).Select(i => $"SIGRTMIN+{i}")).Concat(Enumerable.Range(1, 14).Select(i => $"SIGRTMAX-{i}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Judges a signal; the pod has to say on which system it runs.</summary>
    public static void Validate(string signal, string? os, FieldPath path, FieldErrors errors)
    {
        switch (os)
        {
            case "linux":
                errors.OneOf(path, signal, Linux);
                break;
            case "windows":
                errors.OneOf(path, signal, "SIGKILL", "SIGTERM");
                break;
            default:
                errors.Forbidden(path, "may not be set for containers with empty `spec.os.name`");
                break;
        }
    }
}
