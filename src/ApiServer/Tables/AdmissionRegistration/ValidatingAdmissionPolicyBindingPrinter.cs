using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ValidatingAdmissionPolicyBindingPrinter : TablePrinter<ValidatingAdmissionPolicyBinding>
{
    protected override void Print(ValidatingAdmissionPolicyBinding obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.PolicyName, ParamCells.Reference(obj.Spec.ParamRef), CellText.Age(obj, now));
}
