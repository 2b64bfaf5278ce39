using System.Security.Cryptography;
using System.Text;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>
/// Tells whether a client's copy of a document is current, without making the document: what is told follows from this
/// build of the schema and of the code that tells it, and from what is served.
/// </summary>
internal static class SpecHash
{
    /// <summary>The hash of a document, as upstream writes them: 128 hexadecimal digits.</summary>
    /// <param name="name">Which document.</param>
    /// <param name="served">The resources that are served.</param>
    public static string Of(string name, IEnumerable<string> served)
    {
        var build = $"{typeof(SchemaCatalog).Module.ModuleVersionId} {typeof(SpecHash).Module.ModuleVersionId}";
        return Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes($"{build} {name} {string.Join(' ', served)}")));
    }
}
