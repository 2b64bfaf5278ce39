using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ValidatingAdmissionPolicyPrinter : TablePrinter<ValidatingAdmissionPolicy>
{
    protected override void Print(ValidatingAdmissionPolicy obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.Validations.Count, ParamCells.Kind(obj.Spec.ParamKind), CellText.Age(obj, now));
}
