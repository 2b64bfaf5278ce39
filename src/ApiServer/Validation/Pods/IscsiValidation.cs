using System.Text.RegularExpressions;
using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Disks over iSCSI.</summary>
internal static partial class IscsiValidation
{
    private const string BadFormat = "must be valid format";

    /// <summary>Judges what both forms of the source have.</summary>
    public static void Validate(
        string portal, string iqn, int lun, bool lacksSecret, string? initiator, FieldPath path, FieldErrors errors)
    {
        if (portal.Length == 0) errors.Required(path.Child("targetPortal"));
        if (iqn.Length == 0) errors.Required(path.Child("iqn"));
        else ValidateName(iqn, path.Child("iqn"), errors);
        errors.InRange(path.Child("lun"), lun, 0, 255);
        if (lacksSecret) errors.Required(path.Child("secretRef"));
        if (initiator is not null) ValidateName(initiator, path.Child("initiatorname"), errors);
    }

    private static void ValidateName(string name, FieldPath path, FieldErrors errors)
    {
        var good = name.StartsWith("iqn", StringComparison.Ordinal) ? Iqn().IsMatch(name)
            : name.StartsWith("eui", StringComparison.Ordinal) ? Eui().IsMatch(name)
            : name.StartsWith("naa", StringComparison.Ordinal) && Naa().IsMatch(name);
        if (!good) errors.Invalid(path, name, BadFormat);
    }

    [GeneratedRegex(@"^iqn\.\d{4}-\d{2}\.([A-Za-z0-9-.]+)(:[^,;*&$|\s]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Iqn();

    [GeneratedRegex("^eui.[0-9A-Za-z]{16}$", RegexOptions.CultureInvariant)]
    private static partial Regex Eui();

    [GeneratedRegex("^naa.[0-9A-Za-z]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Naa();
}
