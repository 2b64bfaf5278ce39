using Kybernet.Api;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>CSINodes.</summary>
internal sealed class CSINodeStrategy : ResourceStrategy<CSINode>
{
    private const int MaxNodeIdLength = 192;

    /// <inheritdoc/>
    protected override void PrepareForCreate(CSINode node) => Normalize(node);

    /// <inheritdoc/>
    protected override void PrepareForUpdate(CSINode node, CSINode old) => Normalize(node);

    /// <inheritdoc/>
    protected override void Validate(CSINode node, FieldErrors errors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < node.Spec.Drivers.Count; i++) Validate(node.Spec.Drivers[i], names, FieldPath.Of("spec").Child("drivers").Index(i), errors);
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(CSINode node, CSINode old, FieldErrors errors)
    {
        foreach (var driver in node.Spec.Drivers)
        {
            var before = old.Spec.Drivers.FirstOrDefault(d => d.Name == driver.Name);
            if (before is not null && !driver.DeepEquals(before))
            {
                errors.Invalid(FieldPath.Of("CSINodeSpec.Drivers"), driver, "field is immutable");
            }
        }

        Validate(node, errors);
    }

    private static void Validate(CSINodeDriver driver, HashSet<string> names, FieldPath path, FieldErrors errors)
    {
        CsiRules.DriverName(driver.Name, path.Child("name"), errors);
        if (driver.NodeID.Length == 0) errors.Required(path.Child("nodeID"));
        if (driver.NodeID.Length > MaxNodeIdLength) errors.Invalid(path.Child("nodeID"), driver.NodeID, $"must be {MaxNodeIdLength} characters or less");
        if (driver.Allocatable is { Count: { } count }) errors.NonNegative(path.Child("allocatable").Child("count"), count);
        if (!names.Add(driver.Name)) errors.Duplicate(path.Child("name"), driver.Name);
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (var key in driver.TopologyKeys)
        {
            if (!keys.Add(key)) errors.Duplicate(path.Child("topologyKeys"), key);
            if (key.Length == 0) errors.Required(path.Child("topologyKeys"));
            else errors.Invalid(path.Child("topologyKeys"), key, Names.CheckQualifiedName(key));
        }
    }

    // No drivers are written as none.
    private static void Normalize(CSINode node)
    {
        if (node.Spec.Drivers.Count == 0) node.Spec.Drivers = KubeList<CSINodeDriver>.CreateNil();
    }
}
