using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ClusterRoleBindingPrinter : TablePrinter<ClusterRoleBinding>
{
    protected override void Print(ClusterRoleBinding obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        SubjectCells.Role(obj.RoleRef),
        CellText.Age(obj, now),
        SubjectCells.Named(obj.Subjects, "User"),
        SubjectCells.Named(obj.Subjects, "Group"),
        SubjectCells.ServiceAccounts(obj.Subjects));
}
