using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Discovery;

/// <summary>A resource whose objects can be listed and deleted without knowing their kind.</summary>
internal sealed record ServedResource(GroupVersionResource Gvr, string Kind, bool Namespaced, IReadOnlyList<string> Verbs)
{
    public bool Supports(string verb) => Verbs.Contains(verb);
}

/// <summary>
/// All resources that objects are stored of: those of the API itself, and those that CustomResourceDefinitions add.
/// </summary>
internal sealed class ServedResources
{
    private static readonly string[] CustomVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private static readonly IReadOnlyList<ServedResource> BuiltIn = [.. ApiCatalog.Resources
        .Where(static r => r.Verbs.Contains("list") && r.Verbs.Contains("delete"))
        .GroupBy(static r => r.GroupResource)
        // Of a resource served in several versions the newest: they are the same objects.
        .Select(static g => g.Last())
        .Select(static r => new ServedResource(r.Gvr, r.Kind.Gvk.Kind, r.Namespaced, r.Verbs))];

    private readonly SharedInformer<CustomResourceDefinition> _definitions;

    public ServedResources(ControllerContext context) => _definitions = context.Informers.For<CustomResourceDefinition>();

    /// <summary>All of them, as of now.</summary>
    public IReadOnlyList<ServedResource> List() => [.. BuiltIn, .. _definitions.List().Select(Custom).OfType<ServedResource>()];

    /// <summary>Calls back when custom resources come and go.</summary>
    public void OnChange(Action changed) => _definitions.AddHandler(InformerHandler<CustomResourceDefinition>.ForAll(_ => changed()));

    private static ServedResource? Custom(CustomResourceDefinition definition)
    {
        if (!definition.Status.Conditions.Any(static c => c is { Type: "Established", Status: "True" })) return null;
        var version = definition.Spec.Versions.FirstOrDefault(static v => v is { Served: true, Storage: true })
            ?? definition.Spec.Versions.FirstOrDefault(static v => v.Served);
        return version is null ? null : new ServedResource(
            new GroupVersionResource(definition.Spec.Group, version.Name, definition.Spec.Names.Plural),
            definition.Spec.Names.Kind,
            definition.Spec.Scope == "Namespaced",
            CustomVerbs);
    }
}
