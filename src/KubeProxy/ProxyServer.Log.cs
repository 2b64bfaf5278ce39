using Kybernet.Linux.Nftables;
using Microsoft.Extensions.Logging;

namespace Kybernet.KubeProxy;

public sealed partial class ProxyServer
{
    [LoggerMessage(LogLevel.Debug, "Synced rules: {Commands} commands in one transaction, {Milliseconds:0.0} ms")]
    private partial void LogSynced(int commands, double milliseconds);

    [LoggerMessage(LogLevel.Error, "Failed to sync rules; all of them are written anew next time")]
    private partial void LogSyncFailed(Exception failure);

    [LoggerMessage(LogLevel.Debug, "Had the kernel forget {Count} UDP flows to endpoints that are gone")]
    private partial void LogFlowsForgotten(int count);

    [LoggerMessage(LogLevel.Warning, "Failed to have the kernel forget UDP flows to endpoints that are gone")]
    private partial void LogFlowsNotForgotten(Exception failure);

    [LoggerMessage(LogLevel.Warning, "Somebody has changed table {Table}: {Difference}. It is written anew")]
    private partial void LogTableChanged(NftTable table, string difference);

    [LoggerMessage(LogLevel.Warning, "Failed to look at table {Table}")]
    private partial void LogInspectionFailed(Exception failure, NftTable table);
}
