using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tests.Tables;

public sealed class AllPrintersTests
{
    public static TheoryData<string> WithColumns =>
        [.. ApiCatalog.Resources.Where(r => r.Columns.Count > 0).Select(r => $"{r.Gvr.GroupVersion}/{r.Name}")];

    [Theory]
    [MemberData(nameof(WithColumns))]
    public void An_empty_object_fills_every_column(string name)
    {
        var resource = ApiCatalog.Resources.Single(r => $"{r.Gvr.GroupVersion}/{r.Name}" == name);

        Assert.NotNull(Printed.PrinterOf(resource));
        var row = Printed.Row(resource, (KubeObject)resource.Kind.Create(), Printed.Now);

        Assert.Equal(resource.Columns.Count, row.Cells.Count);
        Assert.DoesNotContain(row.Cells, c => c.IsNull || c.ObjectOrNull is not null || c.ArrayOrNull is not null);
    }
}
