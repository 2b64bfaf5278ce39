using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Takes a description of the API piece by piece, and encodes it. Called in this order; paths and definitions by name.</summary>
internal interface ISpecSink
{
    /// <summary>Begins the document.</summary>
    void Begin();

    /// <summary>Adds a path.</summary>
    void Path(string path, JsonObject item);

    /// <summary>The paths are all there.</summary>
    void BeginDefinitions();

    /// <summary>Adds a definition.</summary>
    void Definition(string name, JsonObject schema);

    /// <summary>Ends the document.</summary>
    void End();

    /// <summary>Hands everything so far to the output.</summary>
    void Flush();
}
