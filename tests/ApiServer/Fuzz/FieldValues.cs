using System.Text;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Values that fit their fields, by the schema.</summary>
internal sealed class FieldValues(Chance chance)
{
    // No addresses but the loopback's: nothing that comes of these is ever dialled, and should it be, it stays here.
    private static readonly string[] Texts =
    [
        "a", "b", "web", "default", "fuzz", "app", "main", "", "Always", "Never", "IfNotPresent", "OnFailure", "TCP", "UDP", "SCTP", "ClusterIP",
        "NodePort", "LoadBalancer", "ExternalName", "None", "Exists", "Equal", "In", "NotIn", "DoesNotExist", "Gt", "NoSchedule", "NoExecute",
        "PreferNoSchedule", "Delete", "Retain", "Recycle", "ReadWriteOnce", "ReadOnlyMany", "Block", "Filesystem", "Immediate",
        "WaitForFirstConsumer", "RollingUpdate", "Recreate", "OnDelete", "Allow", "Forbid", "Replace", "Cluster", "Local", "IPv4", "IPv6",
        "SingleStack", "127.0.0.1", "127.0.0.0/8", "::1", "/tmp", "/", "http", "1", "100m", "1Gi", "10", "v1", "apps/v1", "Pod", "User", "Group",
        "ServiceAccount", "ClusterRole", "Role", "rbac.authorization.k8s.io", "get", "*", "pods", "kubernetes.io/hostname", "example.com/x",
        "kubernetes.io/tls", "Opaque", "True", "False", "Unknown", "cpu", "memory", "Utilization", "Resource", "Fail", "Ignore", "Exact", "@hourly",
        "@every 1h", "\"", "\\", "a b", "ä", "日本", "<&>", "\u0001", "A_B", "a.b.c", "0123456789012345678901234567890123456789012345678901234567890123",
    ];

    private int _left = 80;

    /// <summary>An object with some of the fields of its type.</summary>
    public JsonObject Object(TypeSchema type, int depth = 0)
    {
        JsonObject result = new();
        foreach (var field in type.Fields)
        {
            if (field.JsonName is "kind" or "apiVersion" || (_left <= 0 && !field.Required)) continue;
            if (!field.Required && !chance.OneIn(depth < 2 ? 3 : 4)) continue;
            if (depth > 6) continue;
            result[field.JsonName] = Value(field, depth);
        }

        return result;
    }

    /// <summary>A value of a field.</summary>
    public JsonValue Value(FieldSchema field, int depth)
    {
        _left--;
        switch (field.Shape)
        {
            case ValueShape.List:
                JsonArray items = [];
                for (var i = chance.Below(3); i > 0; i--) items.Add(One(field, depth));
                return items;
            case ValueShape.Map or ValueShape.MapOfLists:
                JsonObject map = new();
                for (var i = chance.Below(3); i > 0; i--)
                    map[chance.Pick(Texts)] = field.Shape == ValueShape.Map ? One(field, depth) : new JsonArray([One(field, depth)]);
                return map;
            default:
                return One(field, depth);
        }
    }

    /// <summary>Any JSON at all.</summary>
    public JsonValue Anything(int depth = 0) => chance.Below(depth > 3 ? 6 : 9) switch
    {
        0 => JsonValue.Null,
        1 => chance.OneIn(2),
        2 => chance.Long(),
        3 => (chance.Double() - 0.5) * Math.Pow(10, chance.Below(40) - 20),
        4 => chance.Below(5) - 2,
        5 => Text(),
        6 => new JsonArray([Anything(depth + 1)]),
        7 => new JsonArray(),
        _ => new JsonObject { [Text()] = Anything(depth + 1), ["name"] = Anything(depth + 1) },
    };

    public string Text() => chance.Pick(Texts);

    private JsonValue One(FieldSchema field, int depth) => field.Kind switch
    {
        ValueKind.String => Text(),
        ValueKind.Int32 or ValueKind.Int64 => Whole(),
        ValueKind.Double => chance.Double() * 100,
        ValueKind.Bool => chance.OneIn(2),
        ValueKind.Bytes => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text())),
        ValueKind.Time => chance.Pick("2026-01-02T03:04:05Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-01-02T03:04:05+05:30"),
        ValueKind.MicroTime => chance.Pick("2026-01-02T03:04:05.000006Z", "2026-01-02T03:04:05.999999Z"),
        ValueKind.Duration => chance.Pick("1h0m0s", "5s", "100ms", "-1s", "2562047h47m16.854775807s"),
        ValueKind.Quantity => chance.OneIn(4) ? Whole() : chance.Pick("1", "100m", "1Gi", "0", "-1", "1e3", "0.5", "999999999999999999999", "1n", "1E"),
        ValueKind.IntOrString => chance.OneIn(2) ? Whole() : chance.Pick("http", "25%", "80", "-1", "100%"),
        ValueKind.Struct when field.Struct is { } type => Object(type, depth + 1),
        _ => Anything(),
    };

    private int Whole() => chance.Below(8) switch
    {
        0 => 0,
        1 => -1,
        2 => int.MaxValue,
        3 => int.MinValue,
        4 => 65536,
        _ => chance.Below(100),
    };
}
