using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class IngressClassPrinter : TablePrinter<IngressClass>
{
    protected override void Print(IngressClass obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.Controller, Parameters(obj.Spec.Parameters), CellText.Age(obj, now));

    private static string Parameters(IngressClassParametersReference? parameters) => parameters switch
    {
        null => CellText.None,
        { ApiGroup: { } group } => $"{parameters.Kind}.{group}/{parameters.Name}",
        _ => $"{parameters.Kind}/{parameters.Name}",
    };
}
