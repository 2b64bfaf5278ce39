using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class ResourceQuotaPrinter : TablePrinter<ResourceQuota>
{
    protected override void Print(ResourceQuota obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        Usage(obj.Status, name => !IsLimit(name)),
        Usage(obj.Status, IsLimit),
        CellText.Age(obj, now));

    private static string Usage(ResourceQuotaStatus status, Func<string, bool> counts) =>
        string.Join(", ", status.Hard.Where(h => counts(h.Key)).Select(h => $"{h.Key}: {Used(status, h.Key)}/{h.Value}"));

    private static Quantity Used(ResourceQuotaStatus status, string name) => status.Used.TryGetValue(name, out var used) ? used : Quantity.Zero;

    private static bool IsLimit(string name) => name.StartsWith("limits", StringComparison.Ordinal);
}
