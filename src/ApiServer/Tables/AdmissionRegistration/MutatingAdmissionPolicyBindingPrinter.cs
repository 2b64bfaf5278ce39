using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class MutatingAdmissionPolicyBindingPrinter : TablePrinter<MutatingAdmissionPolicyBinding>
{
    protected override void Print(MutatingAdmissionPolicyBinding obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, obj.Spec.PolicyName, ParamCells.Reference(obj.Spec.ParamRef), CellText.Age(obj, now));
}
