using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>What CSI drivers may be called.</summary>
internal static class CsiRules
{
    private const int MaxDriverLength = 63;

    /// <summary>A driver's name: a DNS subdomain in any case, of a label's length.</summary>
    public static void DriverName(string driver, FieldPath path, FieldErrors errors)
    {
        if (driver.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (driver.Length > MaxDriverLength) errors.TooLong(path, MaxDriverLength);
        errors.Invalid(path, driver, Names.CheckDns1123Subdomain(driver.ToLowerInvariant()));
    }

    /// <summary>The same for the name of an object.</summary>
    public static IReadOnlyList<string> CheckDriverName(string driver) => Names.CheckDns1123Subdomain(driver.ToLowerInvariant());
}
