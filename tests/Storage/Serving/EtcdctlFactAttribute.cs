namespace Kybernet.Storage.Tests.Serving;

/// <summary>A test that needs etcdctl; skipped, with the reason told, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class EtcdctlFactAttribute : FactAttribute
{
    /// <summary>Looks for it.</summary>
    public EtcdctlFactAttribute() => Skip = Program is null ? "not installed: etcdctl" : null;

    /// <summary>Where it is; null when it is not.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(directory => Path.Combine(directory, "etcdctl")).FirstOrDefault(File.Exists);
}

/// <summary>The same, and only among the long tests.</summary>
public sealed class LongEtcdctlFactAttribute : EtcdctlFactAttribute
{
    /// <summary>Looks for the wish for them, too.</summary>
    public LongEtcdctlFactAttribute() => Skip ??= Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1" ? null : "takes a minute: --long";
}
