using System.Globalization;

namespace Kybernet.Api.Core.V1;

/// <summary>Taints and the tolerations that answer them (upstream's component-helpers/scheduling).</summary>
public static class Taints
{
    /// <summary>The pod is not placed on the node.</summary>
    public const string NoSchedule = "NoSchedule";

    /// <summary>The pod is rather not placed on the node.</summary>
    public const string PreferNoSchedule = "PreferNoSchedule";

    /// <summary>The pod is not placed on the node, and goes away if it is there.</summary>
    public const string NoExecute = "NoExecute";

    /// <summary>Whether the toleration answers the taint.</summary>
    public static bool Tolerates(this Toleration toleration, Taint taint)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            "" or "Equal" => toleration.Value == taint.Value,
            "Exists" => true,
            "Lt" => Compare(taint.Value, toleration.Value) is < 0,
            "Gt" => Compare(taint.Value, toleration.Value) is > 0,
            _ => false,
        };
    }

    /// <summary>The first taint of one of the given effects that nothing tolerates, or null.</summary>
    public static Taint? FindUntolerated(
        KubeList<Taint> taints, KubeList<Toleration> tolerations, params ReadOnlySpan<string> effects)
    {
        foreach (var taint in taints)
        {
            if (effects.Contains(taint.Effect) && !IsTolerated(taint, tolerations)) return taint;
        }

        return null;
    }

    private static bool IsTolerated(Taint taint, KubeList<Toleration> tolerations)
    {
        foreach (var toleration in tolerations)
        {
            if (toleration.Tolerates(taint)) return true;
        }

        return false;
    }

    private static int? Compare(string left, string right) =>
        long.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var a)
        && long.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : null;
}
