using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ConfigMapPrinter : TablePrinter<ConfigMap>
{
    protected override void Print(ConfigMap obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Data.Count + obj.BinaryData.Count, CellText.Age(obj, now));
}
