namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>Files that go away with the test.</summary>
internal sealed class TemporaryFiles : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-e2e-files-").FullName;

    /// <summary>The path of a file of this name.</summary>
    public string this[string name] => Path.Combine(_directory, name);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
