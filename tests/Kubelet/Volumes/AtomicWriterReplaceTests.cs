using System.Text;
using Kybernet.Base;
using Kybernet.Kubelet.Volumes;

namespace Kybernet.Kubelet.Tests.Volumes;

public sealed class AtomicWriterReplaceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kybernet-atomic-").FullName;

    [Fact]
    public void Readers_see_the_first_version_and_then_the_next()
    {
        AtomicWriter writer = new(_directory, ExecutionEnvironment.System());

        Assert.True(writer.Write(Files("one")));
        Assert.Equal("one", File.ReadAllText(Path.Combine(_directory, "key")));
        Assert.False(writer.Write(Files("one")));
        Assert.True(writer.Write(Files("two")));
        Assert.Equal("two", File.ReadAllText(Path.Combine(_directory, "key")));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Dictionary<string, VolumeFile> Files(string text) => new() { ["key"] = new VolumeFile(Encoding.UTF8.GetBytes(text), 0x1a4) };
}
