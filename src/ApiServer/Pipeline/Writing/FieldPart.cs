using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>An update of a few fields: the object stays as it is stored, but for those. It is judged as if it were new.</summary>
/// <param name="take">Takes the fields over from what the client sent into a copy of what is stored.</param>
internal class FieldPart<T>(Action<T, T> take) : UpdatePart where T : KubeObject
{
    /// <inheritdoc/>
    public override KubeObject Prepare(ResourceStrategy strategy, KubeObject obj, KubeObject old)
    {
        var kept = (T)old.Clone();
        kept.Metadata.ResourceVersion = obj.Metadata.ResourceVersion;
        take((T)obj, kept);
        return kept;
    }

    /// <inheritdoc/>
    public override void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors) =>
        strategy.Validate(obj, errors);
}
