using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kybernet.Api.Tests;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// What a real kube-apiserver 1.36.2 was asked and answered: all of it where a folder <c>shared</c> lies beside the repository,
/// else the <see cref="Selection"/> that is kept here. RECORDED_SELECTION=1 takes the selection in any case.
/// </summary>
internal static class Recordings
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>Whether the whole recordings are there.</summary>
    public static bool AreWhole { get; } =
        Environment.GetEnvironmentVariable("RECORDED_SELECTION") is null && SharedFacts.Path("oracle/create.jsonl.gz") is not null;

    /// <summary>Which of the two is replayed, for the test's output.</summary>
    public static string Source => AreWhole ? "the whole recording beside the repository" : "the selection in tests/ApiServer/Recorded/selection";

    /// <summary>The lines of a recording: create, synthetic, update, patch, tables or protocol.</summary>
    public static IEnumerable<string> Lines(string name) => Lines(name, AreWhole);

    /// <summary>The lines of the one or the other.</summary>
    public static IEnumerable<string> Lines(string name, bool whole)
    {
        var file = whole ? SharedFacts.Path($"oracle/{name}.jsonl.gz")! : SelectionFile(name);
        using GZipStream unzipped = new(File.OpenRead(file), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped);
        while (reader.ReadLine() is { } line) yield return line;
    }

    /// <summary>The records of a recording, with their numbers from 1.</summary>
    public static IEnumerable<(string Number, JsonObject Record)> Read(string name) =>
        Lines(name).Select(static (line, index) => ((index + 1).ToString(CultureInfo.InvariantCulture), Parse(line)));

    /// <summary>Reads a line. Schemas of custom kinds nest deeper than the parser would otherwise allow.</summary>
    public static JsonObject Parse(string line) => JsonNode.Parse(line, documentOptions: Deep)!.AsObject();

    /// <summary>Reads an answer; null when it is not JSON.</summary>
    public static JsonNode? TryParse(ReadOnlySpan<byte> text, out bool isJson)
    {
        try
        {
            isJson = true;
            return JsonNode.Parse(text, documentOptions: Deep);
        }
        catch (JsonException)
        {
            isJson = false;
            return null;
        }
    }

    /// <summary>Where the selection of a recording is kept.</summary>
    public static string SelectionFile(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "selection", $"{name}.jsonl.gz");
}
