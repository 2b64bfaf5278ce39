namespace Kybernet.Linux.Containers;

/// <summary>A file, directory or symbolic link in an <see cref="OciImage"/>; all belong to root.</summary>
public abstract record OciFile
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Permissions of programs and directories: 0755.</summary>
    public const UnixFileMode RunnableByAll =
        ReadableByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private OciFile(string path) => Path = path;

    /// <summary>Its place, without a leading slash: "bin/sh".</summary>
    public string Path { get; }

    /// <summary>A copy of <paramref name="source"/>, a program of this machine.</summary>
    public static OciFile Program(string path, string source) => new Copy(path, source, RunnableByAll);

    /// <summary>A file with this text, readable by all.</summary>
    public static OciFile Text(string path, string content, UnixFileMode mode = ReadableByAll) => new Content(path, content, mode);

    /// <summary>A directory.</summary>
    public static OciFile Directory(string path, UnixFileMode mode = RunnableByAll) => new Folder(path, mode);

    /// <summary>A symbolic link.</summary>
    public static OciFile Link(string path, string target) => new SymbolicLink(path, target);

    internal sealed record Copy(string Path, string Source, UnixFileMode Mode) : OciFile(Path);

    internal sealed record Content(string Path, string Value, UnixFileMode Mode) : OciFile(Path);

    internal sealed record Folder(string Path, UnixFileMode Mode) : OciFile(Path);

    internal sealed record SymbolicLink(string Path, string Target) : OciFile(Path);
}
