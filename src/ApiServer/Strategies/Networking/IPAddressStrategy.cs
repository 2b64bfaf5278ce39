using Kybernet.Api;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Networking;

/// <summary>IPAddresses: named as the address, they say who has it.</summary>
internal sealed class IPAddressStrategy : ResourceStrategy<IPAddress>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["spec.parentRef.name", "spec.parentRef.namespace", "spec.parentRef.resource"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix)
    {
        if (IpText.CheckAddress(name) is { } wrong) return [wrong];
        IpText.TryParse(name, out var address);
        return address.ToString() == name ? [] : [$"must be in canonical form ({GoQuote.Quote(address.ToString())})"];
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(IPAddress address) => address.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void Validate(IPAddress address, FieldErrors errors)
    {
        var path = FieldPath.Of("spec").Child("parentRef");
        if (address.Spec.ParentRef is not { } parent)
        {
            errors.Required(path);
            return;
        }

        if (parent.Group.Length > 0) errors.Invalid(path.Child("group"), parent.Group, Names.CheckDns1123Subdomain(parent.Group));
        Segment(parent.Resource, path.Child("resource"), errors);
        Segment(parent.Name, path.Child("name"), errors);
        if (parent.Namespace.Length > 0) errors.Invalid(path.Child("namespace"), parent.Namespace, NameRules.PathSegment(parent.Namespace, prefix: false));
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(IPAddress address, IPAddress old, FieldErrors errors) =>
        errors.Immutable(FieldPath.Of("spec").Child("parentRef"), address.Spec.ParentRef, old.Spec.ParentRef);

    /// <inheritdoc/>
    protected override string? SelectableField(IPAddress address, string path) => path switch
    {
        "spec.parentRef.name" => address.Spec.ParentRef?.Name ?? "",
        "spec.parentRef.namespace" => address.Spec.ParentRef?.Namespace ?? "",
        "spec.parentRef.resource" => address.Spec.ParentRef?.Resource ?? "",
        _ => null,
    };

    private static void Segment(string value, FieldPath path, FieldErrors errors)
    {
        if (value.Length == 0) errors.Required(path);
        else errors.Invalid(path, value, NameRules.PathSegment(value, prefix: false));
    }
}
