using Kybernet.Api;
using Kybernet.Api.Discovery.V1;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>A slice that is there, and what is to become of it.</summary>
internal sealed class SliceDraft
{
    private SliceDraft(EndpointSlice slice) => Slice = slice;

    /// <summary>The slice as it is.</summary>
    public EndpointSlice Slice { get; }

    /// <summary>The endpoints that it is to hold.</summary>
    public List<Endpoint> Endpoints { get; } = [];

    /// <summary>Whether it has to be written.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Keeps of a slice what is wanted, and takes that out of what is left to place.</summary>
    public static SliceDraft Of<TKey>(EndpointSlice slice, OrderedDictionary<TKey, Endpoint> left, Func<Endpoint, TKey> identity)
        where TKey : notnull
    {
        SliceDraft draft = new(slice);
        foreach (var present in slice.Endpoints)
        {
            if (!left.Remove(identity(present), out var wanted))
            {
                draft.HasChanged = true;
                continue;
            }

            draft.Endpoints.Add(wanted);
            if (!wanted.DeepEquals(present)) draft.HasChanged = true;
        }

        return draft;
    }

    /// <summary>Something about it is no longer right.</summary>
    public void Change() => HasChanged = true;

    /// <summary>The slice as it is to be.</summary>
    public EndpointSlice ToSlice(KubeMap<string> labels)
    {
        var slice = Slice.Clone();
        slice.Endpoints = [.. Endpoints];
        slice.Metadata.Labels = new KubeMap<string>(labels);
        return slice;
    }
}
