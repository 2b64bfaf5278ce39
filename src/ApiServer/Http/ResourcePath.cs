namespace Kybernet.ApiServer.Http;

/// <summary>A URL path that means a resource, in its parts (upstream's RequestInfo).</summary>
internal readonly record struct ResourcePath
{
    /// <summary>The group; empty for core.</summary>
    public required string Group { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The resource; empty when the path ends at the version.</summary>
    public string Resource { get; init; }

    /// <summary>The namespace, or empty.</summary>
    public string Namespace { get; init; }

    /// <summary>The object's name, or empty.</summary>
    public string Name { get; init; }

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; }

    /// <summary>What follows the subresource, with its leading slash, or empty.</summary>
    public string Rest { get; init; }

    /// <summary>Whether it is of the old form <c>/api/v1/watch/...</c>.</summary>
    public bool IsOldWatch { get; init; }

    /// <summary>Takes a path apart. False: it is none of a resource.</summary>
    public static bool TryParse(string path, out ResourcePath result)
    {
        result = default;
        Segments segments = new(path);
        var root = segments.Next();
        if (!root.SequenceEqual("api") && !root.SequenceEqual("apis")) return false;
        var group = root.Length == 3 ? "" : segments.Next().ToString();
        var version = segments.Next().ToString();
        if (version.Length == 0 || (root.Length == 4 && group.Length == 0)) return false;

        var resource = segments.Next();
        var isWatch = resource.SequenceEqual("watch");
        if (isWatch) resource = segments.Next();
        var ns = "";
        if (resource.SequenceEqual("namespaces"))
        {
            var rest = segments;
            var name = rest.Next();
            var inside = rest.Next();
            if (!inside.IsEmpty && !inside.SequenceEqual("status") && !inside.SequenceEqual("finalize"))
            {
                ns = name.ToString();
                resource = inside;
                segments = rest;
            }
        }

        result = new ResourcePath
        {
            Group = group,
            Version = version,
            Resource = Intern(resource),
            Namespace = ns,
            Name = segments.Next().ToString(),
            Subresource = Intern(segments.Next()),
            Rest = segments.Rest().ToString(),
            IsOldWatch = isWatch,
        };
        return true;
    }

    // The few names that most requests have cost nothing.
    private static string Intern(ReadOnlySpan<char> name) => name switch
    {
        "" => "",
        "pods" => "pods",
        "status" => "status",
        "leases" => "leases",
        "events" => "events",
        "configmaps" => "configmaps",
        "nodes" => "nodes",
        _ => name.ToString(),
    };

    private ref struct Segments(ReadOnlySpan<char> path)
    {
        private ReadOnlySpan<char> _left = path;

        public ReadOnlySpan<char> Next()
        {
            if (_left.IsEmpty) return default;
            _left = _left[1..];
            var end = _left.IndexOf('/');
            if (end < 0) end = _left.Length;
            var segment = _left[..end];
            _left = _left[end..];
            return segment;
        }

        public readonly ReadOnlySpan<char> Rest() => _left;
    }
}
