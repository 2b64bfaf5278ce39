using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ControllerRevisionPrinter : TablePrinter<ControllerRevision>
{
    protected override void Print(ControllerRevision obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        obj.Metadata.OwnerReferences.FirstOrDefault(o => o.Controller == true) is { } owner ? Controller(owner) : CellText.None,
        obj.Revision,
        CellText.Age(obj, now));

    // As "statefulset.apps/web".
    private static string Controller(OwnerReference owner)
    {
        var slash = owner.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? owner.Kind : $"{owner.Kind}.{owner.ApiVersion[..slash]}";
        return $"{kind.ToLowerInvariant()}/{owner.Name}";
    }
}
