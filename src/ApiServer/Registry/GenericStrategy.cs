using Kybernet.Api;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// The strategy of a kind that has none of its own: objects are taken as they come, with metadata as
/// every object has to have it, under any name that can be part of a URL.
/// </summary>
internal sealed class GenericStrategy(ApiResource resource) : ResourceStrategy
{
    /// <inheritdoc/>
    public override bool HasGeneration { get; } = resource.FindSubresource("status") is not null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.PathSegment(name, prefix);

    /// <inheritdoc/>
    public override void Validate(KubeObject obj, FieldErrors errors) =>
        ObjectMetaValidation.Validate(obj.Metadata, resource.Namespaced, ValidateName, standardFinalizers: false, errors);

    /// <inheritdoc/>
    public override void ValidateUpdate(KubeObject obj, KubeObject old, FieldErrors errors) =>
        ObjectMetaValidation.ValidateUpdate(obj.Metadata, old.Metadata, standardFinalizers: false, errors);

    /// <inheritdoc/>
    public override void ValidateStatusUpdate(KubeObject obj, KubeObject old, FieldErrors errors) => ValidateUpdate(obj, old, errors);
}
