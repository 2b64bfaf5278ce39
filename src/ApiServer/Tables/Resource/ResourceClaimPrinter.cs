using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ResourceClaimPrinter : TablePrinter<ResourceClaim>
{
    protected override void Print(ResourceClaim obj, DateTimeOffset now, TableRow row) =>
        row.Add(obj.Metadata.Name, string.Join(',', States(obj)), CellText.Age(obj, now));

    private static IEnumerable<string> States(ResourceClaim claim)
    {
        var deleted = claim.Metadata.DeletionTimestamp is not null;
        if (deleted) yield return "deleted";
        if (claim.Status.Allocation is null)
        {
            if (!deleted) yield return "pending";
            yield break;
        }

        yield return "allocated";
        if (claim.Status.ReservedFor.Count > 0) yield return "reserved";
    }
}
