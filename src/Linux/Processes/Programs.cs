namespace Kybernet.Linux.Processes;

/// <summary>Finds programs by name.</summary>
public static class Programs
{
    // A root shell made by plain `su` has no sbin directories in its PATH, yet nft and ip lie there.
    private static readonly string[] AlwaysSearched = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The full path of <paramref name="program"/>, or null when the machine has none.</summary>
    /// <param name="program">A name to be looked up in PATH and the system's directories, or a path.</param>
    public static string? Find(string program)
    {
        if (program.Contains('/', StringComparison.Ordinal)) return File.Exists(program) ? Path.GetFullPath(program) : null;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(AlwaysSearched)
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>As <see cref="Find"/>, for a program that must be there.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static string Require(string program) =>
        Find(program) ?? throw new FileNotFoundException($"the program '{program}' is not installed on this machine", program);
}
