using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>Cells that volumes and claims share.</summary>
internal static class VolumeCells
{
    // From before the field existed; it still counts first.
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly (string Mode, string Short)[] ShortModes =
        [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")];

    /// <summary>The phase, or that the object goes away.</summary>
    public static string Phase(ObjectMeta metadata, string phase) => metadata.DeletionTimestamp is null ? phase : "Terminating";

    /// <summary>How much storage there is.</summary>
    public static string Storage(KubeMap<Quantity> capacity) => (capacity.TryGetValue("storage", out var size) ? size : Quantity.Zero).ToString();

    /// <summary>Access modes in short, each once, from the narrowest on.</summary>
    public static string AccessModes(KubeList<string> modes) => string.Join(',', ShortModes.Where(m => modes.Contains(m.Mode)).Select(m => m.Short));

    /// <summary>The storage class.</summary>
    public static string Class(ObjectMeta metadata, string name) => metadata.Annotations.TryGetValue(ClassAnnotation, out var old) ? old : name;
}
