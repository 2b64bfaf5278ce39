using System.Collections.Concurrent;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>The <see cref="FieldManager"/>s of all resources and subresources, made when first asked for.</summary>
internal sealed class FieldManagerSet(ResourceCatalog catalog, TimeProvider time)
{
    private const int MaxManagerLength = 128;

    private readonly ConcurrentDictionary<(ResourceDefinition, string), FieldManager> _known = [];

    /// <summary>The one that watches over what a request writes.</summary>
    public FieldManager For(ApiRequest request) => _known.GetOrAdd(
        (request.Definition, request.Subresource),
        static (key, from) => new FieldManager(from.Catalog, key.Item1, key.Item2, from.Time),
        (Catalog: catalog, Time: time));

    /// <summary>Who writes: the fieldManager that the request names, else the first word of its user agent.</summary>
    public static string NameOf(ApiRequest request, string fieldManager)
    {
        if (fieldManager.Length > 0) return fieldManager;
        var agent = request.UserAgent.AsSpan();
        if (agent.IndexOf('/') is >= 0 and var end) agent = agent[..end];
        Span<char> name = stackalloc char[MaxManagerLength];
        var length = 0;
        foreach (var c in agent)
        {
            if (length == name.Length) break;
            if (!char.IsControl(c)) name[length++] = c;
        }

        return new string(name[..length]);
    }
}
