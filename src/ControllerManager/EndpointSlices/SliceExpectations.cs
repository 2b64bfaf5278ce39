using System.Globalization;
using Kybernet.Api.Discovery.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>
/// The slices that were written and are not in the cache yet (upstream's EndpointSliceTracker). While one is missing, the
/// cache must not be counted on: a slice that was just made would be made again. Safe for use by several threads.
/// </summary>
internal sealed class SliceExpectations(ExecutionEnvironment environment)
{
    // A slice that was made and taken away again between two lists is never seen.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Dictionary<string, Written>> _services = [];

    /// <summary>A slice was written and came back so.</summary>
    public void Expect(ObjectKey service, EndpointSlice slice)
    {
        lock (_lock)
        {
            if (!_services.TryGetValue(service, out var written)) _services.Add(service, written = new(StringComparer.Ordinal));
            written[slice.Metadata.Name] = new Written(Revision(slice), environment.Now);
        }
    }

    /// <summary>A slice was deleted by us: its absence is no reason to wait.</summary>
    public void Forget(ObjectKey service, string slice)
    {
        lock (_lock)
        {
            if (_services.TryGetValue(service, out var written)) written.Remove(slice);
        }
    }

    /// <summary>The Service is gone.</summary>
    public void Forget(ObjectKey service)
    {
        lock (_lock) _services.Remove(service);
    }

    /// <summary>Whether the cache does not show yet what was written.</summary>
    public bool IsStale(ObjectKey service, IEnumerable<EndpointSlice> cached)
    {
        lock (_lock)
        {
            if (!_services.TryGetValue(service, out var written) || written.Count == 0) return false;
            foreach (var slice in cached)
            {
                if (written.TryGetValue(slice.Metadata.Name, out var expected) && Revision(slice) >= expected.Revision)
                    written.Remove(slice.Metadata.Name);
            }

            foreach (var (name, expected) in written)
            {
                if (environment.Now - expected.At > Patience) written.Remove(name);
            }

            return written.Count > 0;
        }
    }

    private static ulong Revision(EndpointSlice slice) =>
        ulong.TryParse(slice.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private readonly record struct Written(ulong Revision, DateTimeOffset At);
}
