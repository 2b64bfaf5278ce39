using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Yaml;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies;
using Kybernet.ApiServer.Tables;

namespace Kybernet.ApiServer.Tests.Tables;

/// <summary>Rows of Tables as the registered printers make them.</summary>
internal static class Printed
{
    public static DateTimeOffset Now { get; } = new(2026, 5, 17, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<GroupVersionResource, ResourceDefinition> Definitions = Build();

    public static ITablePrinter? PrinterOf(ApiResource resource) => Definitions[resource.Gvr].Printer;

    public static TableRow Row(ApiResource resource, KubeObject obj, DateTimeOffset now)
    {
        obj.Freeze();
        var definition = Definitions[resource.Gvr];
        if (definition.PrintsStored)
        {
            obj = definition.Converter!.ToStored(obj);
            obj.Freeze();
        }

        TableRow row = new();
        PrinterOf(resource)!.Print(obj, now, row);
        return row;
    }

    public static KubeObject Decode(ApiResource resource, ReadOnlySpan<byte> json)
    {
        var obj = (KubeObject)resource.Kind.Create();
        KubeCodec.DecodeInto(obj, json);
        return obj;
    }

    /// <summary>The cells of an object in YAML, as one line.</summary>
    public static string Cells(string yaml)
    {
        var tree = KubeYaml.Parse(yaml);
        var gv = GroupVersion.Parse(tree.AsObject()["apiVersion"].AsString());
        var resource = ApiCatalog.FindResource(new GroupVersionKind(gv.Group, gv.Version, tree.AsObject()["kind"].AsString()))!;
        return Line(Row(resource, Decode(resource, tree.Encode()), Now));
    }

    public static string Line(TableRow row) => string.Join(" | ", row.Cells.Select(c => c.StringOrNull ?? c.ToString()));

    private static Dictionary<GroupVersionResource, ResourceDefinition> Build()
    {
        ResourceCatalogBuilder builder = new();
        TablePrinters.AddTo(builder);
        StrategiesPart.AddStrategies(builder);
        return builder.Build(ApiCatalog.Resources).Served.ToDictionary(d => d.Gvr);
    }
}
