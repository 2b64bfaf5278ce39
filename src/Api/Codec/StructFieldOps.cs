namespace Kybernet.Api;

/// <summary>Copying, comparing and freezing the collections of generated classes.</summary>
internal static class StructFieldOps
{
    public static T Frozen<T>(T value) where T : ApiType
    {
        value.Freeze();
        return value;
    }

    public static bool Same(byte[]? a, byte[]? b) => a.AsSpan().SequenceEqual(b);

    public static bool Same<T>(KubeList<T>? a, KubeList<T>? b)
    {
        var count = a?.Count ?? 0;
        if (count != (b?.Count ?? 0)) return false;
        for (var i = 0; i < count; i++)
        {
            if (!SameValue(a![i], b![i])) return false;
        }

        return true;
    }

    public static bool Same<T>(KubeMap<T>? a, KubeMap<T>? b)
    {
        var count = a?.Count ?? 0;
        if (count != (b?.Count ?? 0)) return false;
        if (count == 0) return true;
        foreach (var (key, value) in a!)
        {
            if (!b!.TryGetValue(key, out var other) || !SameValue(value, other)) return false;
        }

        return true;
    }

    public static KubeList<T>? Copy<T>(KubeList<T>? list)
    {
        if (list is null || list.IsNil) return null;
        KubeList<T> copy = [];
        foreach (var item in list) copy.Add(CopyValue(item));
        return copy;
    }

    public static KubeMap<T>? Copy<T>(KubeMap<T>? map)
    {
        if (map is null || map.IsNil) return null;
        KubeMap<T> copy = [];
        foreach (var (key, value) in map) copy[key] = CopyValue(value);
        return copy;
    }

    public static void Freeze<T>(KubeList<T>? list)
    {
        if (list is null) return;
        list.Freeze();
        if (!typeof(T).IsAssignableTo(typeof(ApiType))) return;
        foreach (var item in list) (item as ApiType)!.Freeze();
    }

    public static void Freeze<T>(KubeMap<T>? map)
    {
        if (map is null) return;
        map.Freeze();
        foreach (var (_, value) in map)
        {
            if (value is ApiType type) type.Freeze();
            else if (value is KubeList<string> list) list.Freeze();
            else return;
        }
    }

    private static bool SameValue<T>(T a, T b) => a switch
    {
        ApiType type => type.DeepEquals(b as ApiType),
        byte[] bytes => Same(bytes, b as byte[]),
        KubeList<string> list => Same(list, b as KubeList<string>),
        _ => EqualityComparer<T>.Default.Equals(a, b),
    };

    private static T CopyValue<T>(T value) => value switch
    {
        ApiType type => (T)(object)type.CloneObject(),
        byte[] bytes => (T)bytes.Clone(),
        KubeList<string> list => (T)(object)Copy(list)!,
        _ => value,
    };
}
