using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Strategies.Oracle;

/// <summary>Recorded answers of a real API server, where a folder <c>shared</c> lies beside the repository.</summary>
internal static class SharedFacts
{
    public static string? Path(string relative)
    {
        var path = Root() is { } root ? System.IO.Path.Combine(root, relative) : null;
        return File.Exists(path) ? path : null;
    }

    public static IEnumerable<JsonObject> Lines(string path)
    {
        using GZipStream unzipped = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped);
        while (reader.ReadLine() is { } line) yield return JsonNode.Parse(line)!.AsObject();
    }

    private static string? Root([CallerFilePath] string thisFile = "")
    {
        for (var folder = System.IO.Path.GetDirectoryName(thisFile); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var shared = System.IO.Path.Combine(folder, "shared", "facts");
            if (Directory.Exists(shared)) return shared;
        }

        return null;
    }
}
