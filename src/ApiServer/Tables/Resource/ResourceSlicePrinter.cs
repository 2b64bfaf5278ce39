using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ResourceSlicePrinter : TablePrinter<ResourceSlice>
{
    protected override void Print(ResourceSlice obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.NodeName ?? "", obj.Spec.Driver, obj.Spec.Pool.Name, CellText.Age(obj, now));
}
