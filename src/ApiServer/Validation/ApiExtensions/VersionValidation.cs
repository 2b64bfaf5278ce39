using System.Globalization;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>What a version has beside its schema: subresources, columns, the warning that it is deprecated.</summary>
internal static class VersionValidation
{
    private const int MaxWarningLength = 256;
    private const string ColumnTypes = "boolean,date,integer,number,string";
    private const string ColumnFormats = "byte,date,date-time,double,float,int32,int64,password";

    /// <summary>Judges the warning that a deprecated version is answered with.</summary>
    public static void ValidateWarning(bool deprecated, string? warning, FieldPath path, FieldErrors errors)
    {
        if (warning is null) return;
        if (!deprecated) errors.Invalid(path, warning, "can only be set for deprecated versions");
        if (warning.Length == 0) errors.Invalid(path, warning, "must not be an empty string");
        var length = Encoding.UTF8.GetByteCount(warning);
        if (length > MaxWarningLength) errors.Invalid(path, warning, $"must be <= {MaxWarningLength} characters, got {length}");

        var index = 0;
        foreach (var rune in warning.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                errors.Invalid(path, warning, $"must only contain printable UTF-8 characters; non-printable character found at index {index}");
                break;
            }

            index += rune.Utf8SequenceLength;
        }
    }

    /// <summary>Judges the subresources.</summary>
    public static void Validate(CustomResourceSubresources? subresources, FieldPath path, FieldErrors errors)
    {
        if (subresources?.Scale is not { } scale) return;
        var at = path.Child("scale");
        Replicas(scale.SpecReplicasPath, ".spec", at.Child("specReplicasPath"), errors);
        Replicas(scale.StatusReplicasPath, ".status", at.Child("statusReplicasPath"), errors);
        if (string.IsNullOrEmpty(scale.LabelSelectorPath)) return;

        var selector = at.Child("labelSelectorPath");
        if (IsSimplePath(scale.LabelSelectorPath, selector, errors) && !IsUnder(scale.LabelSelectorPath, ".spec") && !IsUnder(scale.LabelSelectorPath, ".status"))
        {
            errors.Invalid(selector, scale.LabelSelectorPath, "should be a json path under either .status or .spec");
        }
    }

    /// <summary>Judges the columns that are printed.</summary>
    public static void Validate(KubeList<CustomResourceColumnDefinition> columns, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var (column, at) = (columns[i], path.Index(i));
            if (column.Name.Length == 0) errors.Required(at.Child("name"));
            if (column.Type.Length == 0) errors.Required(at.Child("type"), $"must be one of {ColumnTypes}");
            else if (!ColumnTypes.Split(',').Contains(column.Type)) errors.Invalid(at.Child("type"), column.Type, $"must be one of {ColumnTypes}");
            if (column.Format.Length > 0 && !ColumnFormats.Split(',').Contains(column.Format))
            {
                errors.Invalid(at.Child("format"), column.Format, $"must be one of {ColumnFormats}");
            }

            // The internal type's field has no other name.
            if (column.JsonPath.Length == 0) errors.Required(at.Child("JSONPath"));
            else IsSimplePath(column.JsonPath, at.Child("JSONPath"), errors);
        }
    }

    private static void Replicas(string text, string root, FieldPath path, FieldErrors errors)
    {
        if (text.Length == 0) errors.Required(path);
        else if (IsSimplePath(text, path, errors) && !IsUnder(text, root)) errors.Invalid(path, text, $"should be a json path under {root}");
    }

    private static bool IsSimplePath(string text, FieldPath path, FieldErrors errors)
    {
        if (text.StartsWith('.')) return true;
        errors.Invalid(path, text, "must be a simple json path starting with .");
        return false;
    }

    private static bool IsUnder(string text, string root) => text.StartsWith(root + ".", StringComparison.Ordinal);

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
