namespace Kybernet.ApiServer;

/// <summary>Where the audit log goes and how much of it is kept, under the names of upstream's flags.</summary>
/// <param name="Path">The file (--audit-log-path).</param>
public sealed record AuditLogOptions(string Path)
{
    /// <summary>How large the file may grow, in bytes, before it is set aside (--audit-log-maxsize).</summary>
    public long MaxSize { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many files that were set aside are kept (--audit-log-maxbackup).</summary>
    public int MaxBackups { get; init; } = 2;

    /// <summary>Whether only writes are told, and not those of events and leases, which are many and say little.</summary>
    public bool WritesOnly { get; init; }
}
