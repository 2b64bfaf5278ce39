namespace Kybernet.Api;

/// <summary>An API group and version. The core group is the empty string.</summary>
public readonly record struct GroupVersion(string Group, string Version)
{
    /// <summary>Reads <c>v1</c> or <c>apps/v1</c>.</summary>
    /// <exception cref="FormatException">There is more than one slash.</exception>
    public static GroupVersion Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return new("", text);
        if (text.IndexOf('/', slash + 1) >= 0) throw new FormatException($"unexpected GroupVersion string: {text}");
        return new(text[..slash], text[(slash + 1)..]);
    }

    /// <summary><c>v1</c>, <c>apps/v1</c>: the form of apiVersion.</summary>
    public override string ToString() => Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>A kind in a version of a group.</summary>
public readonly record struct GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>Without the kind.</summary>
    public GroupVersion GroupVersion => new(Group, Version);

    /// <summary>The form of apiVersion.</summary>
    public string ApiVersion => GroupVersion.ToString();

    /// <summary>Upstream's printed form: <c>apps/v1, Kind=Deployment</c>.</summary>
    public override string ToString() => $"{ApiVersion}, Kind={Kind}";
}

/// <summary>A resource (plural, lower case) in a version of a group.</summary>
public readonly record struct GroupVersionResource(string Group, string Version, string Resource)
{
    /// <summary>Without the version.</summary>
    public GroupResource GroupResource => new(Group, Resource);

    /// <summary>Without the resource.</summary>
    public GroupVersion GroupVersion => new(Group, Version);

    /// <summary>Upstream's printed form.</summary>
    public override string ToString() => $"{GroupVersion}, Resource={Resource}";
}

/// <summary>A resource of a group, whatever the version.</summary>
public readonly record struct GroupResource(string Group, string Resource)
{
    /// <summary><c>pods</c>, <c>deployments.apps</c>: the form in error messages.</summary>
    public override string ToString() => Group.Length == 0 ? Resource : $"{Resource}.{Group}";
}
