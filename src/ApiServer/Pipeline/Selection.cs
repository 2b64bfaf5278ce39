using Kybernet.Api.Selectors;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>Which objects of a resource a list or watch is about.</summary>
internal sealed class Selection
{
    private readonly LabelQuery _labels;
    private readonly FieldQuery _fields;

    /// <summary>The objects of a namespace (or all) that the options select, or the one of that name.</summary>
    public Selection(StoredResource resource, string ns, string name, ListParameters options)
    {
        _labels = options.Labels;
        _fields = options.Fields;
        if (name.Length == 0 && (ns.Length > 0 || !resource.Resource.Namespaced)) name = _fields.RequiredValue("metadata.name") ?? "";
        Range = name.Length > 0 ? KeyRange.Single(resource.Key(ns, name)) : resource.Range(ns);
    }

    /// <summary>Where the objects are.</summary>
    public KeyRange Range { get; }

    /// <summary>Whether everything in <see cref="Range"/> is selected.</summary>
    public bool IsEverything => _labels.IsEverything && _fields.IsEverything;

    /// <summary>Whether the object, which is in <see cref="Range"/>, is selected.</summary>
    public bool Matches(ObjectEntry entry) =>
        (_labels.IsEverything || _labels.Matches(entry.Labels)) && (_fields.IsEverything || _fields.Matches(entry));
}
