namespace Kybernet.Storage;

/// <summary>A database file cannot be used: damaged, of another program, of a newer version, or held by another process.</summary>
/// <param name="path">The file.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="wayOut">What to do.</param>
/// <param name="cause">What failed.</param>
public sealed class StoreFileException(string path, string problem, string wayOut, Exception? cause = null)
    : StoreException($"{path}: {problem}. {wayOut}", cause)
{
    /// <summary>The file.</summary>
    public string Path => path;
}
