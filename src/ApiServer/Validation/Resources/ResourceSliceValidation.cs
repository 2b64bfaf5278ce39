using Kybernet.Api;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Validation.Pods;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Validation.Resources;

/// <summary>ResourceSlices: the devices that a driver offers, and where.</summary>
internal static class ResourceSliceValidation
{
    private const int MaxDevices = 128;
    private const int MaxSpecialDevices = 64;
    private const int MaxCounterSets = 8;
    private const int MaxCounters = 32;
    private const string Forms = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec; <paramref name="old"/>: what is stored, where there is something.</summary>
    public static void Validate(ResourceSliceSpec spec, ResourceSliceSpec? old, FieldErrors errors)
    {
        CsiRules.DriverName(spec.Driver, Spec.Child("driver"), errors);
        ValidatePool(spec.Pool, Spec.Child("pool"), errors);
        if (old is not null)
        {
            errors.Immutable(Spec.Child("pool").Child("name"), spec.Pool.Name, old.Pool.Name);
            errors.Immutable(Spec.Child("driver"), spec.Driver, old.Driver);
            errors.Immutable(Spec.Child("nodeName"), spec.NodeName, old.NodeName);
        }

        ValidateNodes(spec, errors);
        if (!spec.SharedCounters.IsNil && !spec.Devices.IsNil) errors.Invalid(Spec, "", "only one of `sharedCounters` or `devices` is allowed");
        var most = spec.Devices.Any(IsSpecial) ? MaxSpecialDevices : MaxDevices;
        var perDevice = spec.PerDeviceNodeSelection is true;
        DeviceRules.Set(spec.Devices, most, (d, at, e) => DeviceValidation.Validate(d, perDevice, at, e), static d => d.Name, Spec.Child("devices"), errors);
        DeviceRules.Set(spec.SharedCounters, MaxCounterSets, ValidateCounters, static s => s.Name, Spec.Child("sharedCounters"), errors);
    }

    /// <summary>Judges counters by their names.</summary>
    public static void Counters(KubeMap<Counter> counters, FieldPath path, FieldErrors errors)
    {
        if (counters.Count == 0) errors.Required(path);
        else if (counters.Count > MaxCounters) errors.TooMany(path, counters.Count, MaxCounters);
        else foreach (var (name, _) in counters) errors.Invalid(path, name, NameRules.Label(name, prefix: false));
    }

    // Devices that cost those more who look for one.
    private static bool IsSpecial(Device device) =>
        device.Taints.Count > 0 || device.ConsumesCounters.Count > 0
        || device.Attributes.Any(static a => !a.Value.Bools.IsNil || !a.Value.Ints.IsNil || !a.Value.Strings.IsNil || !a.Value.Versions.IsNil);

    private static void ValidatePool(ResourcePool pool, FieldPath path, FieldErrors errors)
    {
        DeviceRules.PoolName(pool.Name, path.Child("name"), errors);
        if (pool.ResourceSliceCount <= 0) errors.Invalid(path.Child("resourceSliceCount"), pool.ResourceSliceCount, "must be greater than zero");
        if (pool.Generation < 0) errors.Invalid(path.Child("generation"), pool.Generation, "must be greater than or equal to zero");
    }

    private static void ValidateNodes(ResourceSliceSpec spec, FieldErrors errors)
    {
        List<string> present = [];
        if (spec.NodeName is { } name)
        {
            if (name.Length == 0) errors.Invalid(Spec.Child("nodeName"), name, "must be either unset or set to a non-empty string");
            else
            {
                present.Add("`nodeName`");
                errors.Invalid(Spec.Child("nodeName"), name, NameRules.Subdomain(name, prefix: false));
            }
        }

        if (spec.NodeSelector is { } nodes)
        {
            present.Add("`nodeSelector`");
            NodeSelectorValidation.Validate(nodes, Spec.Child("nodeSelector"), errors);
            if (nodes.NodeSelectorTerms.Count != 1)
            {
                errors.Invalid(
                    Spec.Child("nodeSelector").Child("nodeSelectorTerms"), GoValue.List(nodes.NodeSelectorTerms), "must have exactly one node selector term");
            }
        }

        Flag(spec.AllNodes, "allNodes", present, errors);
        Flag(spec.PerDeviceNodeSelection, "perDeviceNodeSelection", present, errors);
        if (present.Count == 0) errors.Required(Spec, Forms);
        if (present.Count > 1) errors.Invalid(Spec, $"{{{string.Join(", ", present)}}}", Forms + ", but multiple fields are set");
    }

    private static void Flag(bool? flag, string field, List<string> present, FieldErrors errors)
    {
        if (flag is true) present.Add($"`{field}`");
        if (flag is false) errors.Invalid(Spec.Child(field), flag, "must be either unset or set to true");
    }

    private static void ValidateCounters(CounterSet set, FieldPath path, FieldErrors errors)
    {
        if (set.Name.Length == 0) errors.Required(path.Child("name"));
        else errors.Invalid(path.Child("name"), set.Name, NameRules.Label(set.Name, prefix: false));
        Counters(set.Counters, path.Child("counters"), errors);
    }
}
