using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Strategies.Apps;

/// <summary>Counts of replicas in a status, which cannot contradict each other.</summary>
internal static class ReplicaCounts
{
    /// <summary>A part is not larger than the whole.</summary>
    public static void NotMoreThan(int part, int whole, FieldPath path, string wholeName, FieldErrors errors)
    {
        if (part > whole) errors.Invalid(path, part, $"cannot be greater than {wholeName}");
    }
}
