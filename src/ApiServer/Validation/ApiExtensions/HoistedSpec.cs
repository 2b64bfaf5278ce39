using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>
/// A spec as upstream holds and judges it: what all versions have alike stands once at the top and in no version. So
/// errors name other fields than the client sent: <c>spec.validation</c> rather than <c>spec.versions[0].schema</c>.
/// </summary>
internal sealed class HoistedSpec
{
    /// <summary>Takes what is alike to the top.</summary>
    public HoistedSpec(CustomResourceDefinitionSpec spec)
    {
        Versions = spec.Versions;
        if (spec.Versions.Count == 0) return;

        var first = spec.Versions[0];
        var schemas = spec.Versions.All(v => Same(v.Schema, first.Schema));
        var subresources = spec.Versions.All(v => Same(v.Subresources, first.Subresources));
        var columns = spec.Versions.All(v => v.AdditionalPrinterColumns.ContentEquals(first.AdditionalPrinterColumns));
        var selectable = spec.Versions.All(v => v.SelectableFields.ContentEquals(first.SelectableFields));

        if (schemas) Schema = first.Schema;
        if (subresources) Subresources = first.Subresources;
        if (columns) Columns = first.AdditionalPrinterColumns;
        if (selectable) SelectableFields = first.SelectableFields;
        Versions = [];
        foreach (var version in spec.Versions)
        {
            CustomResourceDefinitionVersion rest = new()
            {
                Name = version.Name, Served = version.Served, Storage = version.Storage,
                Deprecated = version.Deprecated, DeprecationWarning = version.DeprecationWarning,
                Schema = schemas ? null : version.Schema,
                Subresources = subresources ? null : version.Subresources,
            };
            if (!columns && !version.AdditionalPrinterColumns.IsNil) rest.AdditionalPrinterColumns = [.. version.AdditionalPrinterColumns];
            if (!selectable && !version.SelectableFields.IsNil) rest.SelectableFields = [.. version.SelectableFields];
            Versions.Add(rest);
        }
    }

    /// <summary>The schema of all versions, or null when they differ or have none.</summary>
    public CustomResourceValidation? Schema { get; }

    /// <summary>The subresources of all versions, or null when they differ or have none.</summary>
    public CustomResourceSubresources? Subresources { get; }

    /// <summary>The columns of all versions; none when they differ.</summary>
    public KubeList<CustomResourceColumnDefinition> Columns { get; } = [];

    /// <summary>The selectable fields of all versions; none when they differ.</summary>
    public KubeList<SelectableField> SelectableFields { get; } = [];

    /// <summary>The versions with what they have of their own.</summary>
    public KubeList<CustomResourceDefinitionVersion> Versions { get; }

    private static bool Same(ApiType? one, ApiType? other) => one is null ? other is null : one.DeepEquals(other);
}
