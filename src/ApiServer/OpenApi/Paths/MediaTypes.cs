namespace Kybernet.ApiServer.OpenApi;

/// <summary>The forms in which this server takes and gives objects.</summary>
internal static class MediaTypes
{
    /// <summary>Whatever it is.</summary>
    public const string Any = "*/*";

    /// <summary>An object.</summary>
    public static IReadOnlyList<string> Objects { get; } = ["application/json", "application/yaml"];

    /// <summary>Objects, or events as they happen.</summary>
    public static IReadOnlyList<string> Lists { get; } = ["application/json", "application/yaml", "application/json;stream=watch"];

    /// <summary>JSON only.</summary>
    public static IReadOnlyList<string> Json { get; } = ["application/json"];

    /// <summary>A container's output.</summary>
    public static IReadOnlyList<string> Log { get; } = ["text/plain", "application/json", "application/yaml"];

    /// <summary>Anything: a proxy's or a stream's answer.</summary>
    public static IReadOnlyList<string> Stream { get; } = [Any];

    /// <summary>The forms of a patch.</summary>
    public static IReadOnlyList<string> Patches { get; } =
        ["application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json"];
}
