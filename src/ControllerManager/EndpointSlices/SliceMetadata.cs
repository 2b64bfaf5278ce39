using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client;
using Kybernet.ControllerManager.Services;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>What slices carry besides endpoints: labels, owner, name.</summary>
internal static class SliceMetadata
{
    /// <summary>Names the Service that a slice belongs to.</summary>
    public const string ServiceName = "kubernetes.io/service-name";

    /// <summary>Names who writes a slice.</summary>
    public const string ManagedBy = "endpointslice.kubernetes.io/managed-by";

    /// <summary>This controller, in <see cref="ManagedBy"/>.</summary>
    public const string ControllerName = "endpointslice-controller.k8s.io";

    /// <summary>Whether this controller is to keep the slice, and for which Service.</summary>
    public static ObjectKey? ServiceOf(EndpointSlice slice) =>
        slice.Metadata.Labels.GetValueOrDefault(ManagedBy) == ControllerName && slice.Metadata.Labels.TryGetValue(ServiceName, out var name)
            ? new ObjectKey(slice.Metadata.Namespace, name)
            : null;

    /// <summary>The labels of a Service's slices: the Service's own, and ours over them.</summary>
    public static KubeMap<string> Labels(Service service)
    {
        var labels = ServiceSelection.LabelsFrom(service);
        labels[ServiceName] = service.Metadata.Name;
        labels[ManagedBy] = ControllerName;
        return labels;
    }

    /// <summary>An empty slice of a Service; the server completes the name.</summary>
    public static EndpointSlice New(Service service, string addressType)
    {
        EndpointSlice slice = new() { AddressType = addressType };
        slice.Metadata.Namespace = service.Metadata.Namespace;
        slice.Metadata.GenerateName = service.Metadata.Name + "-";
        slice.Metadata.Labels = Labels(service);
        slice.Metadata.OwnerReferences.Add(OwnerReferences.ForController(service));
        return slice;
    }
}
