using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation;

/// <summary>What entries of managedFields have to look like.</summary>
internal static class ManagedFieldsValidation
{
    private const int MaxManagerLength = 128;

    /// <summary>Judges all entries.</summary>
    public static void Validate(KubeList<ManagedFieldsEntry> entries, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var at = path.Index(i);
            if (entry.Operation is not ("Apply" or "Update")) errors.Invalid(at.Child("operation"), entry.Operation, "must be `Apply` or `Update`");
            if (entry.FieldsType is not ("" or "FieldsV1")) errors.Invalid(at.Child("fieldsType"), entry.FieldsType, "must be `FieldsV1`");
            ValidateManager(entry.Manager, at.Child("manager"), errors);
            if (entry.Subresource.Length > 256) errors.TooLong(at.Child("subresource"), 256);
        }
    }

    /// <summary>Judges a field manager's name.</summary>
    public static void ValidateManager(string manager, FieldPath path, FieldErrors errors)
    {
        if (manager.Length > MaxManagerLength) errors.TooLong(path, MaxManagerLength);
        var index = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (System.Text.Rune.IsControl(rune) || rune.Value == 0x200b)
            {
                errors.Invalid(path, manager, $"invalid character {GoQuote.Quote(rune.ToString())} (at position {index})");
            }

            index += rune.Utf8SequenceLength;
        }
    }
}
