using System.IO.Compression;
using System.Text;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Breaks requests: body, encoding, path, query, headers, and how they are sent.</summary>
internal sealed class Mutations(Chance chance)
{
    private static readonly byte[][] Tokens =
    [
        .. ((string[])
        [
            "null", "true", "{}", "[]", "\"\"", "-1", "0", "1e400", "-1e400", "1E-400", "99999999999999999999", "-9223372036854775809", "1.5", "-0", "00", "1.",
            "NaN", "\"\\ud800\"", "\"\\u0000\"", "\\", "{", "}", "[", "]", ",", ":", "\"", "'", "\t", "\u0000", "---\n", "&a ", "*a", "<<: ", "!!binary ", "%YAML 9.9\n",
            "? ", "|\n", ">-\n", "#", "- ", "\ufeff", "\"kind\":\"Pod\",", "\"metadata\":{},", "\"metadata\":null,", "\"spec\":[],", "\"x\":", "~", "0x1F", "0o7", "1_000",
            ".inf", ".nan", "2001-01-01", "\"$patch\":\"delete\",", "\"name\":1,",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xe2, 0x82], [0x1f, 0x8b], [0xff, 0xff, 0xff, 0xff, 0x0f], [0x0b], [0x0c], [0x80],
    ];

    private static readonly string[] Values =
    [
        "", "0", "1", "-1", "true", "false", "nonsense", "99999999999999999999", "-9223372036854775809", "1e9", "%00", "%ff", "%zz", "%", "a%20b", "All", "None", "Exact",
        "a=b", "a in (", "a in (b,c", "!", ",", "(", "a=b=c", "metadata.name=a,metadata.name=b", "metadata.name", "spec.nothing=1", "x=\\", "=", "e30", "%E6%97%A5", "<script>",
        "../..", "NaN", "null", "2147483648", "\u00e9",
    ];

    private static readonly string[] Parameters =
    [
        "limit", "continue", "resourceVersion", "resourceVersionMatch", "labelSelector", "fieldSelector", "timeoutSeconds", "watch", "allowWatchBookmarks",
        "sendInitialEvents", "dryRun", "fieldManager", "fieldValidation", "force", "gracePeriodSeconds", "propagationPolicy", "orphanDependents", "pretty",
        "includeObject", "timeout", "exact", "export", "shardSelector", "",
    ];

    private static readonly string[] MediaTypes =
    [
        "", "application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "application/json; charset=utf-16", "application/json;", "text/plain", "text/html",
        "application/cbor", "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml",
        "application/apply-patch+cbor", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "*/*", ";;;", "application", "APPLICATION/JSON",
        "application/json;as=Table;v=v9;g=meta.k8s.io", "application/json;as=Nothing;v=v1;g=meta.k8s.io", "application/vnd.kubernetes.protobuf;stream=watch",
        "application/json;q=2", "application/json;q=NaN", "application/json;q=-1,*/*;q=0", "application/yaml;as=Table;v=v1;g=meta.k8s.io",
        "application/vnd.kubernetes.protobuf;as=Table;v=v1;g=meta.k8s.io", "text/*", "application/*",
    ];

    public void Apply(FuzzRequest request)
    {
        var count = chance.Below(10) switch
        {
            0 => 0,
            < 7 => 1,
            < 9 => 2,
            _ => 4,
        };
        for (var i = 0; i < count; i++)
        {
            switch (chance.Below(20))
            {
                case < 5 when request.HasBody:
                    Body(request);
                    break;
                case < 10 when request.HasBody:
                    Tree(request);
                    break;
                case < 12:
                    Path(request);
                    break;
                case < 15:
                    Query(request);
                    break;
                case < 18:
                    Header(request);
                    break;
                case 18 when request.HasBody:
                    Send(request);
                    break;
                default:
                    Method(request);
                    break;
            }
        }
    }

    private void Body(FuzzRequest request)
    {
        var body = request.Body;
        var at = body.Length == 0 ? 0 : chance.Below(body.Length);
        switch (chance.Below(14))
        {
            case 0:
                request.Body = body[..at];
                request.Done.Add("cut");
                break;
            case 1 or 2:
                if (body.Length == 0) break;
                request.Body = [.. body];
                for (var i = 1 + chance.Below(4); i > 0; i--) request.Body[chance.Below(body.Length)] ^= (byte)(1 << chance.Below(8));
                request.Done.Add("bits");
                break;
            case 3 or 4:
                request.Body = [.. body[..at], .. chance.Pick(Tokens), .. body[at..]];
                request.Done.Add("token inserted");
                break;
            case 5 or 6:
                request.Body = AtPunctuation(body, chance.Pick(Tokens));
                request.Done.Add("token replaced a value");
                break;
            case 7:
                var end = Math.Min(body.Length, at + chance.Below(20));
                request.Body = [.. body[..at], .. body[end..]];
                request.Done.Add("bytes removed");
                break;
            case 8:
                var until = Math.Min(body.Length, at + 1 + chance.Below(60));
                request.Body = [.. body[..until], .. body[at..until], .. body[until..]];
                request.Done.Add("bytes doubled");
                break;
            case 9:
                request.Body = Deep(chance.Pick("[", "{\"a\":", "- ", "[[", "{\"metadata\":", "{\"spec\":{\"x\":["), chance.Pick((int[])[100, 511, 513, 5000, 10_001, 200_000]));
                request.Done.Add("deep");
                break;
            case 10:
                request.Body = Zipped(body);
                if (chance.OneIn(2)) request.SetHeader("Content-Encoding", chance.Pick("gzip", "deflate", "br", "zstd"));
                request.Done.Add("gzip");
                break;
            case 11:
                request.Body = chance.Bytes(chance.Below(200));
                if (chance.OneIn(2)) request.Body = [.. "k8s\0"u8, .. request.Body];
                request.Done.Add("noise");
                break;
            case 12:
                request.Body = Encoding.UTF8.GetBytes(Yaml());
                if (chance.OneIn(2)) request.SetHeader("Content-Type", chance.Pick("application/yaml", "application/apply-patch+yaml"));
                request.Done.Add("yaml");
                break;
            default:
                if (chance.OneIn(20))
                {
                    request.Body = [.. body[..at], .. Enumerable.Repeat((byte)'x', (3 << 20) + chance.Below(1 << 20)), .. body[at..]];
                    request.Done.Add("too large");
                }
                else
                {
                    request.Body = chance.OneIn(2) ? [] : Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body));
                    request.Done.Add("empty or UTF-16");
                }

                break;
        }
    }

    // In place of what follows a colon up to a comma or a bracket.
    private byte[] AtPunctuation(byte[] body, byte[] token)
    {
        List<int> colons = [];
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == ':') colons.Add(i + 1);
        }

        if (colons.Count == 0) return [.. body, .. token];
        var from = chance.Pick(colons);
        var length = body.AsSpan(from).IndexOfAny(",}]\n"u8);
        return [.. body[..from], .. token, .. length < 0 ? [] : body[(from + length)..]];
    }

    private byte[] Deep(string opening, int levels)
    {
        StringBuilder text = new(opening.Length * levels);
        for (var i = 0; i < levels; i++) text.Append(opening);
        if (chance.OneIn(2)) text.Append("1").Append(new string(opening[0] == '[' ? ']' : '}', levels));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Zipped(byte[] body)
    {
        using MemoryStream target = new();
        using (GZipStream zip = new(target, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(body);
        return target.ToArray();
    }

    private string Yaml()
    {
        switch (chance.Below(5))
        {
            case 0:
                StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
                for (var i = 1; i < 12; i++)
                    bomb.Append($"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 9)).Append("]\n");
                return bomb.ToString();
            case 1:
                return "metadata: &m\n  name: a\n  labels: *m\n";
            case 2:
                return "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata:\n  <<: [{x: \"1\"}, 5]\n";
            case 3:
                return string.Concat(Enumerable.Range(0, 600).Select(static i => new string(' ', i) + "a:\n"));
            default:
                return chance.Pick("---\na: 1\n---\nb: 2\n", "%YAML 1.2\n---\n{", "!!python/object:x {}", "? {a: 1}\n: b\n", "a: !!int x\n", "\ta: 1", "a: 'x", "- - - -", "a: >2\n x", "\u0085a: 1");
        }
    }

    private void Tree(FuzzRequest request)
    {
        JsonValue root;
        try
        {
            root = JsonValue.Parse(request.Body);
        }
        catch (FormatException)
        {
            Body(request);
            return;
        }

        // Down to some place, and something else there.
        FieldValues values = new(chance);
        JsonValue parent = default, here = root;
        string? name = null;
        var index = 0;
        for (var depth = 0; depth < 12; depth++)
        {
            if (depth > 0 && chance.OneIn(4)) break;
            if (here.ObjectOrNull is { Count: > 0 } fields)
            {
                (parent, name) = (here, chance.Pick(fields.ToList()).Key);
                here = fields[name];
            }
            else if (here.ArrayOrNull is { Count: > 0 } items)
            {
                (parent, name, index) = (here, null, chance.Below(items.Count));
                here = items[index];
            }
            else break;
        }

        request.Done.Add($"{name ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture)} changed");
        if (parent.ObjectOrNull is { } container && name is not null)
        {
            switch (chance.Below(7))
            {
                case 0: container.Remove(name); break;
                case 1: container[name + "X"] = here; break;
                case 2: container[values.Text()] = values.Anything(); break;
                case 3: container[name.ToUpperInvariant()] = here; break;
                case 4: container[name] = Wrong(here); break;
                case 5: container[name] = new string(chance.Pick("x", "é", " ", "%")[0], 1 << chance.Below(18)); break;
                default: container[name] = values.Anything(); break;
            }
        }
        else if (parent.ArrayOrNull is { } list)
        {
            switch (chance.Below(4))
            {
                case 0: list.RemoveAt(index); break;
                case 1: list.Insert(index, here.Clone()); break;
                case 2: list[index] = JsonValue.Null; break;
                default: list[index] = values.Anything(); break;
            }
        }

        request.Body = root.Encode();
    }

    private JsonValue Wrong(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => new JsonArray([value]),
        JsonKind.Array => new JsonObject { ["a"] = value },
        JsonKind.String => chance.Long(),
        _ => value.ToString(),
    };

    private void Path(FuzzRequest request)
    {
        var query = request.Target[request.Path.Length..];
        var parts = request.Path.Split('/').ToList();
        var at = chance.Below(parts.Count);
        switch (chance.Below(9))
        {
            case 0: parts[at] = chance.Pick("a", "namespaces", "watch", "status", "scale", "v1", "v1beta1", "", "..", ".", "pods"); break;
            case 1: parts.Insert(at, chance.Pick("a", "", "..", "watch", "namespaces", "status")); break;
            case 2: parts.RemoveAt(at); break;
            case 3: parts.Add(chance.Pick("status", "scale", "x", "", "eviction", "binding", "token", "finalize", "approval")); break;
            case 4: parts[at] = new string('a', 1 << chance.Below(14)); break;
            case 5: parts[at] += chance.Pick("%2F", "%2e%2e", "%20", "%E6%97%A5", "%25", "+", ";a=b", ":", "*", "~", "!", "@"); break;
            case 6: parts[at] = parts[at].ToUpperInvariant(); break;
            case 7:
                // Kestrel does not take all of these, before anybody sees them.
                parts[at] += chance.Pick("%00", "%zz", "%", "%c3%28", "\u00ff", "\u0001", " x", "#x", "\\");
                request.BreaksHttp = true;
                break;
            default:
                parts[at] = string.Concat(parts[at].Reverse());
                break;
        }

        request.Target = string.Join('/', parts) + query;
        if (!request.Target.StartsWith('/')) request.BreaksHttp = true;
        request.Done.Add("path");
    }

    private void Query(FuzzRequest request)
    {
        var value = chance.Pick(Values);
        if (chance.OneIn(30)) value = new string('x', 1 << chance.Below(13));
        if (chance.OneIn(2)) value = Uri.EscapeDataString(value);
        // What is not escaped can break the request's line.
        if (value.Any(static c => c is ' ' or > '~' or < '!')) request.BreaksHttp = true;
        var parameter = chance.Pick(Parameters);
        if (chance.OneIn(4)) request.Target = $"{request.Path}?{parameter}={value}";
        else request.Target += (request.Target.Contains('?') ? "&" : "?") + (chance.OneIn(8) ? parameter : $"{parameter}={value}");
        request.Done.Add("query");
    }

    private void Header(FuzzRequest request)
    {
        request.Done.Add("header");
        switch (chance.Below(16))
        {
            case < 4:
                request.SetHeader("Content-Type", chance.Pick(MediaTypes));
                break;
            case < 8:
                request.SetHeader("Accept", chance.OneIn(20) ? string.Join(",", Enumerable.Repeat(chance.Pick(MediaTypes), 1 << chance.Below(10))) : chance.Pick(MediaTypes));
                request.BreaksHttp |= request.Header("Accept")!.Length > 30_000;
                break;
            case 8:
                request.SetHeader("Authorization", chance.Pick("", "Bearer", "Bearer ", "Bearer wrong", "Basic YTpi", "Bearer a.b.c", "bearer secret", "Bearer eyJhbGciOiJub25lIn0.e30.", "Negotiate x"));
                break;
            case 9:
                request.SetHeader(chance.Pick("Impersonate-User", "Impersonate-Group", "Impersonate-Uid", "Impersonate-Extra-x", "Impersonate-Extra-%zz"), chance.Pick("", "a", "system:anonymous", "system:serviceaccount:a", "system:serviceaccount:fuzz:b", "\u00e9"));
                break;
            case 10:
                request.SetHeader("Audit-Id", chance.Pick("", "x", "a b", new string('a', 300), "\u00e9", "{}"));
                break;
            case 11:
                request.SetHeader("User-Agent", chance.Pick("", "/", "a/b", "\u00e9\u00ff", new string('u', 5000), "a\u0001b"));
                request.BreaksHttp |= request.Header("User-Agent")!.Contains('\u0001');
                break;
            case 12:
                request.SetHeader(chance.Pick("If-None-Match", "Range", "Accept-Encoding", "Origin", "X-Forwarded-For", "X-HTTP-Method-Override", "Cookie", "Kubectl-Command"), chance.Pick("", "*", "gzip", "bytes=0-1", "a=b", "DELETE"));
                break;
            case 13:
                request.BreaksHttp = true;
                switch (chance.Below(5))
                {
                    case 0: request.SetHeader("Host", chance.Pick("", "a b", "[::", "example.com:99999")); break;
                    case 1: request.Headers.RemoveAll(static h => h.Name == "Host"); break;
                    case 2: request.Headers.Add((chance.Pick("", "a b", "a:b", "\u00e9", "("), "x")); break;
                    case 3: request.Headers.Add(("X-Long", new string('x', 40_000))); break;
                    default:
                        for (var i = 0; i < 120; i++) request.Headers.Add(($"X-{i}", "x"));
                        break;
                }

                break;
            case 14:
                request.BreaksHttp = request.EndsEarly = true;
                request.SetHeader(
                    chance.Pick("Content-Length", "Transfer-Encoding", "Expect", "Connection", "Upgrade", "TE"),
                    chance.Pick("0", "-1", "5", "chunked", "gzip", "identity, chunked", "100-continue", "close", "Upgrade", "websocket", "SPDY/3.1", "99999999999999999999", "x"));
                break;
            default:
                request.Headers.Add(chance.Pick(request.Headers));
                request.BreaksHttp = true;
                break;
        }
    }

    private void Send(FuzzRequest request)
    {
        request.Ending = chance.Pick((Ending[])[Ending.Chunked, Ending.Chunked, Ending.Truncated, Ending.TruncatedChunks, Ending.BrokenChunk]);
        if (chance.OneIn(60)) request.Ending = Ending.Endless;
        request.BreaksHttp |= request.EndsEarly |= request.Ending is not (Ending.Chunked or Ending.Endless);
        request.Done.Add(request.Ending.ToString());
    }

    private void Method(FuzzRequest request)
    {
        request.Method = chance.Pick("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "X", "PROPFIND");
        request.Done.Add("method");
    }
}
