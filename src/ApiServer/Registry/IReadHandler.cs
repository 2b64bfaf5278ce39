using Kybernet.Api;

namespace Kybernet.ApiServer.Registry;

/// <summary>Reads of a resource that is computed and never stored.</summary>
internal interface IReadHandler
{
    /// <summary>The object of that name, or null.</summary>
    KubeObject? Find(string name);

    /// <summary>All objects in order of name.</summary>
    IReadOnlyList<KubeObject> List();
}
