using Kybernet.Api;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>The options of create, update and patch: dryRun, fieldManager, fieldValidation.</summary>
/// <param name="DryRun">Whether nothing is to be stored.</param>
/// <param name="FieldManager">Who owns the fields that are written.</param>
/// <param name="Validation">What is done about unknown and duplicate fields.</param>
internal readonly record struct WriteOptions(bool DryRun, string FieldManager, FieldValidation Validation)
{
    /// <summary>Who owns the fields that are written; empty when the request names nobody.</summary>
    public string FieldManager { get => field ?? ""; init; } = FieldManager;

    /// <summary>Whether it is a server-side apply, which says itself who owns what.</summary>
    public bool IsApply { get; private init; }

    /// <summary>Whether an apply takes fields from their owners.</summary>
    public bool Force { get; private init; }

    private const int MaxManagerBytes = 128;

    /// <summary>Reads the options.</summary>
    /// <param name="query">Where from.</param>
    /// <param name="kind">CreateOptions, UpdateOptions or PatchOptions.</param>
    /// <param name="isApply">Whether it is a server-side apply, which needs a manager and may be forced.</param>
    /// <exception cref="KubeApiException">422 Invalid.</exception>
    public static WriteOptions Parse(QueryValues query, string kind, bool isApply = false)
    {
        if (query.Count == 0 && !isApply) return default;
        OptionErrors errors = new();
        var dryRun = ParseDryRun([.. query.All("dryRun")], errors);
        var manager = query["fieldManager"] ?? "";
        CheckManager(manager, errors);
        var validation = ParseValidation(query["fieldValidation"] ?? "", errors);
        if (isApply && manager.Length == 0) errors.Required("fieldManager", "is required for apply patch");
        if (!isApply && kind == "PatchOptions" && query["force"] is not null)
            errors.Forbidden("force", "may not be specified for non-apply patch");
        errors.ThrowIfAny(kind);
        return new WriteOptions(dryRun, manager, validation) { IsApply = isApply, Force = isApply && query["force"] is ("true" or "1") };
    }

    /// <summary>Reads dryRun: only <c>All</c> is known.</summary>
    public static bool ParseDryRun(IReadOnlyList<string> values, OptionErrors errors)
    {
        foreach (var value in values)
        {
            if (value == "All") continue;
            var shown = "[" + string.Join(",", values.Select(GoQuote.Quote)) + "]";
            errors.NotSupported("dryRun", shown, "All");
            break;
        }

        return values.Count > 0;
    }

    private static void CheckManager(string manager, OptionErrors errors)
    {
        const string path = "fieldManager";
        if (System.Text.Encoding.UTF8.GetByteCount(manager) > MaxManagerBytes) errors.TooLong(path, MaxManagerBytes);
        var at = 0;
        foreach (var rune in manager.EnumerateRunes())
        {
            if (System.Text.Rune.IsControl(rune) || System.Text.Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format)
            {
                errors.Invalid(path, manager, $"invalid character U+{rune.Value:X4} (at position {at})");
                return;
            }

            at += rune.Utf8SequenceLength;
        }
    }

    private static FieldValidation ParseValidation(string text, OptionErrors errors)
    {
        if (text.Length == 0) return FieldValidation.Warn;
        if (Enum.TryParse<FieldValidation>(text, out var validation) && validation.ToString() == text) return validation;
        errors.NotSupported("fieldValidation", GoQuote.Quote(text), "", "Ignore", "Strict", "Warn");
        return FieldValidation.Warn;
    }
}

/// <summary>What is done about fields that the kind does not have, or that come twice.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped and the client is warned. The default.</summary>
    Warn,

    /// <summary>They are dropped.</summary>
    Ignore,

    /// <summary>The request is refused.</summary>
    Strict,
}
