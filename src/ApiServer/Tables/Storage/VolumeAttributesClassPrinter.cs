using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class VolumeAttributesClassPrinter : TablePrinter<VolumeAttributesClass>
{
    private const string DefaultAnnotation = "volumeattributesclass.alpha.kubernetes.io/is-default-class";

    protected override void Print(VolumeAttributesClass obj, DateTimeOffset now, TableRow row)
    {
        var isDefault = obj.Metadata.Annotations.TryGetValue(DefaultAnnotation, out var value) && value == "true";
        row.Add(isDefault ? $"{obj.Metadata.Name} (default)" : obj.Metadata.Name, obj.DriverName, CellText.Age(obj, now));
    }
}
