using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class MutatingAdmissionPolicyPrinter : TablePrinter<MutatingAdmissionPolicy>
{
    protected override void Print(MutatingAdmissionPolicy obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.Mutations.Count, ParamCells.Kind(obj.Spec.ParamKind), CellText.Age(obj, now));
}
