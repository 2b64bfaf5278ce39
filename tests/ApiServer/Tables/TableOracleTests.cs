using System.Globalization;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Recorded;
using Xunit.Abstractions;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Kybernet.ApiServer.Tests.Tables;

/// <summary>
/// Compares rows with those that a real API server of 1.36 made of the same objects: columns, cells to the second, and the
/// conditions of rows, which the wire does not always carry. That the server serves such rows is tried in Recorded.
/// </summary>
public sealed class TableOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Rows_are_those_of_the_real_server()
    {
        SortedDictionary<string, (int Equal, int All)> kinds = new(StringComparer.Ordinal);
        foreach (var (_, record) in Recordings.Read("tables"))
        {
            var name = record["resource"]!.ToString();
            var slash = name.LastIndexOf('/');
            var gv = GroupVersion.Parse(name[..slash]);
            var resource = ApiCatalog.FindResource(new GroupVersionResource(gv.Group, gv.Version, name[(slash + 1)..]))!;
            Assert.Equal(record["columns"]!.AsArray().Select(c => c!.ToString()), resource.Columns.Select(c => c.Name));

            var same = IsSame(resource, record);
            var (equal, all) = kinds.GetValueOrDefault(name);
            kinds[name] = (equal + (same ? 1 : 0), all + 1);
        }

        foreach (var (name, (equal, all)) in kinds) output.WriteLine($"{equal,4} of {all,4} {name}");
        var (allEqual, total) = (kinds.Values.Sum(k => k.Equal), kinds.Values.Sum(k => k.All));
        output.WriteLine($"{allEqual} of {total} rows are equal ({Recordings.Source})");
        Assert.True(allEqual >= total * 0.99, $"{allEqual} of {total} rows are equal");
    }

    private bool IsSame(ApiResource resource, JsonObject record)
    {
        var json = record["object"]!.AsObject();
        var obj = Printed.Decode(resource, Encoding.UTF8.GetBytes(json.ToJsonString()));
        var row = Printed.Row(resource, obj, RecordedAt(resource, record, obj));

        var want = JsonValue.Parse(record["cells"]!.ToJsonString());
        var got = new JsonArray(row.Cells);
        var conditions = record["conditions"]?.AsArray().Select(c => c!["type"] + " " + c["reason"] + " " + c["message"]) ?? [];
        if (want == got && conditions.SequenceEqual(row.Conditions.Select(c => $"{c.Type} {c.Reason} {c.Message}"))) return true;
        output.WriteLine($"{resource}\n  want {want} {string.Join("; ", conditions)}\n  got  {(JsonValue)got} {string.Join("; ", row.Conditions)}");
        return false;
    }

    // Rows were asked for within seconds of the object's creation: the age says how many.
    private static DateTimeOffset RecordedAt(ApiResource resource, JsonObject record, KubeObject obj)
    {
        var created = obj.Metadata.CreationTimestamp ?? new DateTimeOffset(2026, 11, 22, 13, 4, 0, TimeSpan.Zero);
        var age = resource.Columns.ToList().FindIndex(c => c.Name == "Age");
        if (age < 0) return created;
        var cell = record["cells"]![age]!.ToString();
        return cell.EndsWith('s') ? created.AddSeconds(int.Parse(cell[..^1], CultureInfo.InvariantCulture)) : created;
    }
}
