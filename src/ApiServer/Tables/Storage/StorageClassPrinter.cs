using Kybernet.Api;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class StorageClassPrinter : TablePrinter<StorageClass>
{
    protected override void Print(StorageClass obj, DateTimeOffset now, TableRow row) => row.Add(
        IsDefault(obj.Metadata.Annotations) ? $"{obj.Metadata.Name} (default)" : obj.Metadata.Name,
        obj.Provisioner,
        obj.ReclaimPolicy ?? "Delete",
        obj.VolumeBindingMode ?? "Immediate",
        obj.AllowVolumeExpansion ?? false,
        CellText.Age(obj, now));

    private static bool IsDefault(KubeMap<string> annotations) =>
        (annotations.TryGetValue("storageclass.kubernetes.io/is-default-class", out var value) && value == "true")
        || (annotations.TryGetValue("storageclass.beta.kubernetes.io/is-default-class", out var beta) && beta == "true");
}
