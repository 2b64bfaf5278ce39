namespace Kybernet.ApiServer.Admission;

/// <summary>Which admission steps work: those that are there, without those that are left out.</summary>
internal static class AdmissionSelection
{
    // Upstream has these on by default and we do not have them, or have a part only (PodSecurity): who leaves them out gets what
    // was asked for, who wants them cannot have them.
    private static readonly string[] OnlyUpstream =
    [
        "ResourceQuota", "PodSecurity", "PersistentVolumeClaimResize", "CertificateApproval", "CertificateSigning",
        "CertificateSubjectRestriction", "ClusterTrustBundleAttest", "PodTopologyLabels", "NodeDeclaredFeatureValidator",
        "MutatingAdmissionPolicy", "MutatingAdmissionWebhook", "ValidatingAdmissionPolicy", "ValidatingAdmissionWebhook",
    ];

    /// <summary>The steps that work, in their order.</summary>
    /// <param name="steps">All that there are; each is on unless it is left out.</param>
    /// <param name="enable">--enable-admission-plugins.</param>
    /// <param name="disable">--disable-admission-plugins.</param>
    /// <exception cref="FormatException">A name is unknown, or in both lists.</exception>
    public static IReadOnlyList<IAdmissionStep> Of(
        IReadOnlyList<IAdmissionStep> steps, IReadOnlyCollection<string> enable, IReadOnlyCollection<string> disable)
    {
        if (enable.Count + disable.Count == 0) return steps;
        HashSet<string> names = [.. steps.Select(static s => s.Name)];
        if (enable.FirstOrDefault(n => !names.Contains(n) || OnlyUpstream.Contains(n)) is { } unknown)
            throw new FormatException($"enable-admission-plugins plugin \"{unknown}\" is unknown");
        if (disable.FirstOrDefault(n => !names.Contains(n) && !OnlyUpstream.Contains(n)) is { } notThere)
            throw new FormatException($"disable-admission-plugins plugin \"{notThere}\" is unknown");
        if (enable.Intersect(disable).ToList() is { Count: > 0 } both)
            throw new FormatException($"[{string.Join(' ', both)}] in enable-admission-plugins and disable-admission-plugins overlapped");
        return [.. steps.Where(s => !disable.Contains(s.Name))];
    }
}
