using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Names of definitions as upstream has them: clients find kinds by their group, but generated clients know the names.</summary>
internal static class DefinitionNames
{
    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private const string ApiExtensions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";
    private const string ApiRegistration = "io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.";

    /// <summary>The definition of a type of the schema: <c>io.k8s.api.core.v1.Pod</c>.</summary>
    public static string Of(TypeSchema type) => Of(type.Package, type.Name);

    /// <summary>The definition of a type in a schema file.</summary>
    public static string Of(string package, string type) => package switch
    {
        "meta.v1" => Meta + type,
        "apiextensions.v1" => ApiExtensions + type,
        "apiregistration.v1" => ApiRegistration + type,
        _ => $"io.k8s.api.{package}.{type}",
    };
}
