using System.Text;

namespace Kybernet.Api.Json;

/// <summary>Trees as Go prints what upstream makes of them (maps, slices, int64, float64); its messages quote them so.</summary>
public static class GoText
{
    /// <summary>As %v: <c>map[name:http targetPort:10248]</c>.</summary>
    public static string Print(JsonValue value)
    {
        StringBuilder text = new();
        new Printer(text, AsSource: false).Print(value, 0);
        return text.ToString();
    }

    /// <summary>As %#v: <c>map[string]interface {}{"name":"http", "targetPort":10248}</c>.</summary>
    public static string PrintSource(JsonValue value)
    {
        StringBuilder text = new();
        new Printer(text, AsSource: true).Print(value, 0);
        return text.ToString();
    }

    /// <summary>The type as %T prints it: <c>int64</c>.</summary>
    public static string TypeOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => "map[string]interface {}",
        JsonKind.Array => "[]interface {}",
        _ => KindOf(value),
    };

    /// <summary>The kind of the type in reflection's words: <c>int64</c>, <c>map</c>.</summary>
    public static string KindOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => "<nil>",
        JsonKind.Boolean => "bool",
        JsonKind.Integer => "int64",
        JsonKind.Float => "float64",
        JsonKind.String => "string",
        JsonKind.Array => "slice",
        _ => "map",
    };

    private readonly record struct Printer(StringBuilder Text, bool AsSource)
    {
        public void Print(JsonValue value, int depth)
        {
            switch (value.Kind)
            {
                case JsonKind.Null:
                    Text.Append(AsSource ? "interface {}(nil)" : "<nil>");
                    break;
                case JsonKind.String:
                    Text.Append(AsSource ? GoQuote.Quote(value.AsString()) : value.AsString());
                    break;
                case JsonKind.Float:
                    Text.Append(GoFloat.FormatGeneral(value.AsNumber()));
                    break;
                case JsonKind.Object:
                    PrintMap(value.AsObject(), KubeJson.Deeper(depth));
                    break;
                case JsonKind.Array:
                    PrintSlice(value.AsArray(), KubeJson.Deeper(depth));
                    break;
                default:
                    Text.Append(value.ToString());
                    break;
            }
        }

        private void PrintMap(JsonObject map, int depth)
        {
            Text.Append(AsSource ? "map[string]interface {}{" : "map[");
            var isFirst = true;
            foreach (var (name, field) in map.OrderBy(static f => f.Key, StringComparer.Ordinal))
            {
                Separate(ref isFirst);
                Text.Append(AsSource ? GoQuote.Quote(name) : name).Append(':');
                Print(field, depth);
            }

            Text.Append(AsSource ? '}' : ']');
        }

        private void PrintSlice(JsonArray slice, int depth)
        {
            Text.Append(AsSource ? "[]interface {}{" : "[");
            var isFirst = true;
            foreach (var item in slice)
            {
                Separate(ref isFirst);
                Print(item, depth);
            }

            Text.Append(AsSource ? '}' : ']');
        }

        private void Separate(ref bool isFirst)
        {
            if (!isFirst) Text.Append(AsSource ? ", " : " ");
            isFirst = false;
        }
    }
}
