namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What paths inside volumes may look like.</summary>
internal static class PathRules
{
    private const int MaxMode = 0b111_111_111;

    /// <summary>Whether one of the path's parts is <c>..</c>.</summary>
    public static bool HasBackstep(string path)
    {
        foreach (var part in path.AsSpan().Split('/'))
        {
            if (path.AsSpan(part) is "..") return true;
        }

        return false;
    }

    /// <summary>No part may be <c>..</c>.</summary>
    public static void NoBacksteps(string value, FieldPath path, FieldErrors errors)
    {
        if (HasBackstep(value)) errors.Invalid(path, value, "must not contain '..'");
    }

    /// <summary>Relative, and never up.</summary>
    public static void LocalDescending(string value, FieldPath path, FieldErrors errors)
    {
        if (value.StartsWith('/')) errors.Invalid(path, value, "must be a relative path");
        NoBacksteps(value, path, errors);
    }

    /// <summary>Relative, never up, and not among the names that volumes keep for themselves.</summary>
    public static void LocalNonReserved(string value, FieldPath path, FieldErrors errors)
    {
        LocalDescending(value, path, errors);
        if (value.StartsWith("..", StringComparison.Ordinal) && !HasBackstep(value)) errors.Invalid(path, value, "must not start with '..'");
    }

    /// <summary>Permission bits of a file.</summary>
    public static void Mode(int? mode, FieldPath path, FieldErrors errors)
    {
        if (mode is < 0 or > MaxMode) errors.Invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
}
