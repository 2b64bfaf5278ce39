using System.Collections.Concurrent;
using Kybernet.Api;
using Kybernet.Api.Patches;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>What strategic merge patches know of each kind, made when it is first patched.</summary>
internal static class PatchSchemas
{
    private static readonly ConcurrentDictionary<GroupVersionKind, IPatchSchema> Known = new();

    /// <summary>The schema of a built-in kind.</summary>
    public static IPatchSchema Of(GroupVersionKind kind) =>
        Known.GetOrAdd(kind, static k => new TypePatchSchema(SchemaCatalog.Find(k) ?? throw new ArgumentException($"there is no schema of {k}")));
}
