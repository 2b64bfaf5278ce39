using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>A write of an object with what it needs beside itself; with something else when somebody was faster to take that.</summary>
internal static class ClaimedWrite
{
    /// <summary>Claims, then writes.</summary>
    /// <param name="hook">Says what is needed; null: nothing is.</param>
    /// <param name="obj">The object. Where there is a hook copies of it are written: what is taken stands in them.</param>
    /// <param name="old">The object as it is; null on create.</param>
    /// <param name="dryRun">Whether nothing is written.</param>
    /// <param name="write">Stores what it is given. Null: the object in the store is not what it was thought to be.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What <paramref name="write"/> gives.</returns>
    public static async ValueTask<ObjectEntry?> RunAsync(
        IWriteHook? hook, KubeObject obj, KubeObject? old, bool dryRun, Func<KubeObject, WriteClaim?, ValueTask<ObjectEntry?>> write,
        CancellationToken cancellation)
    {
        if (hook is null) return await write(obj, null);
        HashSet<StoreKey> lost = [];
        while (true)
        {
            var copy = obj.Clone();
            WriteClaim claim = new(await hook.TakeAsync(copy, old, dryRun, lost, cancellation));
            if (await write(copy, claim) is { } entry) return entry;
            if (!claim.IsLost) return null;
            lost.UnionWith(claim.Lost);
        }
    }
}
