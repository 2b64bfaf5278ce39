namespace Kybernet.Kubelet.Cri;

/// <summary>Times as the runtime tells them: nanoseconds since 1970, 0 (or Go's zero time) for none.</summary>
internal static class CriTime
{
    /// <summary>The time, or null for none.</summary>
    public static DateTimeOffset? Read(long nanoseconds) =>
        nanoseconds <= 0 ? null : DateTimeOffset.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
}
