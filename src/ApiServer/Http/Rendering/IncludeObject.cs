using Kybernet.Api;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>What of each object a Table carries beside its cells.</summary>
internal enum IncludeObject
{
    /// <summary>Its metadata. The default.</summary>
    Metadata,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>All of it.</summary>
    Object,
}

/// <summary>Reads the parameter of that name.</summary>
internal static class IncludeObjects
{
    /// <summary>The value.</summary>
    /// <exception cref="Client.KubeApiException">400: it is none of those known.</exception>
    public static IncludeObject Parse(string? text) => text switch
    {
        null or "" or "Metadata" => IncludeObject.Metadata,
        "None" => IncludeObject.None,
        "Object" => IncludeObject.Object,
        _ => throw ApiErrors.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: {GoQuote.Quote(text)}: must be 'Metadata', 'Object', 'None', or empty"),
    };
}
