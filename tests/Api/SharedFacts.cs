using System.Runtime.CompilerServices;

namespace Kybernet.Api.Tests;

/// <summary>The recorded facts beside the repository, where they are present.</summary>
internal static class SharedFacts
{
    public static string? Root { get; } = Find();

    public static string? Path(string relative)
    {
        var path = Root is null ? null : System.IO.Path.Combine(Root, relative);
        return path is not null && (File.Exists(path) || Directory.Exists(path)) ? path : null;
    }

    private static string? Find([CallerFilePath] string thisFile = "")
    {
        for (var folder = System.IO.Path.GetDirectoryName(thisFile); folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            var shared = System.IO.Path.Combine(folder, "shared", "facts");
            if (Directory.Exists(shared)) return shared;
        }

        return null;
    }
}
