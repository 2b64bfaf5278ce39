using Kybernet.Api;

namespace Kybernet.Client;

/// <summary>Namespace and name: what caches are indexed by and work queues hold (upstream's cache.ObjectName).</summary>
/// <param name="Namespace">Empty for cluster-scoped objects.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    /// <summary>The key of an object.</summary>
    public static ObjectKey Of(KubeObject value) => new(value.Metadata.Namespace, value.Metadata.Name);

    /// <summary>Reads <c>name</c> or <c>namespace/name</c>.</summary>
    /// <exception cref="FormatException">There is more than one slash.</exception>
    public static ObjectKey Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return new("", text);
        if (text.IndexOf('/', slash + 1) >= 0) throw new FormatException($"unexpected key format: \"{text}\"");
        return new(text[..slash], text[(slash + 1)..]);
    }

    /// <summary>By namespace, then by name, ordinally.</summary>
    public int CompareTo(ObjectKey other)
    {
        var order = string.CompareOrdinal(Namespace, other.Namespace);
        return order != 0 ? order : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Earlier in order.</summary>
    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    /// <summary>Later in order.</summary>
    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    /// <summary>Earlier in order, or the same.</summary>
    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    /// <summary>Later in order, or the same.</summary>
    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;

    /// <summary><c>namespace/name</c>, or just the name of a cluster-scoped object.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
