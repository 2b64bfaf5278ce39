using System.Text.RegularExpressions;
using Kybernet.Api;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Resources;

/// <summary>One device of a ResourceSlice.</summary>
internal static partial class DeviceValidation
{
    private const int MaxAttributesAndCapacities = 32;
    private const int MaxTaints = 16;
    private const int MaxConsumptions = 2;
    private const int MaxValueBytes = 64;
    private const string OneValue = "exactly one value must be specified";
    private const string NotEmpty = "must not be empty if specified";
    private const string Forms =
        "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec";

    /// <summary>Judges a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="perDevice">Whether each device of the slice says from which nodes it can be used.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(Device device, bool perDevice, FieldPath path, FieldErrors errors)
    {
        errors.Invalid(path.Child("name"), device.Name, NameRules.Label(device.Name, prefix: false));
        var count = device.Attributes.Count + device.Capacity.Count;
        if (count > MaxAttributesAndCapacities)
        {
            errors.Invalid(path, count, $"the total number of attributes and capacities must not exceed {MaxAttributesAndCapacities}");
        }

        foreach (var (name, attribute) in device.Attributes)
        {
            DeviceRules.QualifiedName(name, path.Child("attributes"), errors);
            Validate(attribute, path.Child("attributes").Key(name), errors);
        }

        foreach (var (name, capacity) in device.Capacity)
        {
            DeviceRules.QualifiedName(name, path.Child("capacity"), errors);
            if (capacity.RequestPolicy is not null && device.AllowMultipleAllocations is not true)
            {
                errors.Forbidden(path.Child("capacity").Key(name).Child("requestPolicy"), "allowMultipleAllocations must be true");
            }
        }

        DeviceRules.Slice(device.Taints, MaxTaints, DeviceRules.Taint, path.Child("taints"), errors);
        DeviceRules.Set(device.ConsumesCounters, MaxConsumptions, Validate, static c => c.CounterSet, path.Child("consumesCounters"), errors);
        if (perDevice) ValidateNodes(device, path, errors);
        else if (device is not { NodeName: null, NodeSelector: null, AllNodes: null })
        {
            errors.Invalid(path, default, "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec");
        }
    }

    private static void ValidateNodes(Device device, FieldPath path, FieldErrors errors)
    {
        List<string> present = [];
        if (device.NodeName is { } name)
        {
            if (name.Length == 0) errors.Invalid(path.Child("nodeName"), name, "must not be empty");
            else
            {
                present.Add("`nodeName`");
                errors.Invalid(path.Child("nodeName"), name, NameRules.Subdomain(name, prefix: false));
            }
        }

        if (device.NodeSelector is { } nodes)
        {
            present.Add("`nodeSelector`");
            NodeSelectorValidation.Validate(nodes, path.Child("nodeSelector"), errors);
        }

        if (device.AllNodes is true) present.Add("`allNodes`");
        if (device.AllNodes is false) errors.Invalid(path.Child("allNodes"), false, "must be either unset or set to true");
        if (present.Count == 0) errors.Required(path, Forms);
        if (present.Count > 1) errors.Invalid(path, $"{{{string.Join(", ", present)}}}", Forms);
    }

    private static void Validate(DeviceAttribute attribute, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        if (attribute.Bool is not null) count++;
        if (attribute.Int is not null) count++;
        if (attribute.String is { } text)
        {
            count++;
            if (text.Length > MaxValueBytes) errors.TooLong(path.Child("string"), MaxValueBytes);
        }

        if (attribute.Version is { } version)
        {
            count++;
            Version(version, path.Child("version"), errors);
        }

        List(attribute.Bools.IsNil, attribute.Bools.Count, "bools");
        List(attribute.Ints.IsNil, attribute.Ints.Count, "ints");
        List(attribute.Strings.IsNil, attribute.Strings.Count, "strings");
        List(attribute.Versions.IsNil, attribute.Versions.Count, "versions");
        for (var i = 0; i < attribute.Versions.Count; i++) Version(attribute.Versions[i], path.Child("versions").Index(i), errors);
        if (count == 0) errors.Invalid(path, "", OneValue);
        if (count > 1) errors.Invalid(path, attribute, OneValue);

        void List(bool isNil, int length, string field)
        {
            if (isNil) return;
            count++;
            if (length == 0) errors.Invalid(path.Child(field), new KubeList<string>(), NotEmpty);
        }
    }

    private static void Version(string version, FieldPath path, FieldErrors errors)
    {
        if (!SemanticVersion().IsMatch(version)) errors.Invalid(path, version, "must be a string compatible with semver.org spec 2.0.0");
        if (version.Length > MaxValueBytes) errors.TooLong(path, MaxValueBytes);
    }

    private static void Validate(DeviceCounterConsumption consumption, FieldPath path, FieldErrors errors)
    {
        if (consumption.CounterSet.Length == 0) errors.Required(path.Child("counterSet"));
        else errors.Invalid(path.Child("counterSet"), consumption.CounterSet, NameRules.Label(consumption.CounterSet, prefix: false));
        ResourceSliceValidation.Counters(consumption.Counters, path.Child("counters"), errors);
    }

    [GeneratedRegex(
        @"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex SemanticVersion();
}
