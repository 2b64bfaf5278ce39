using System.Text;
using Kybernet.Wire.Streaming;

namespace Kybernet.Wire.Tests.Streaming;

public sealed class RemoteCommandStatusTests
{
    private static string Text(RemoteCommandStatus status) => Encoding.UTF8.GetString(status.Json.Span);

    [Fact]
    public void The_json_is_what_kubectl_reads()
    {
        Assert.Equal("""{"metadata":{},"status":"Success"}""", Text(RemoteCommandStatus.Exited(0)));
        Assert.Equal(
            """{"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code: exit status 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""",
            Text(RemoteCommandStatus.Exited(3)));
        Assert.Equal(
            """{"metadata":{},"status":"Failure","message":"Internal error occurred: error executing command in container: gone","reason":"InternalError","details":{"causes":[{"message":"error executing command in container: gone"}]},"code":500}""",
            Text(RemoteCommandStatus.InternalError("gone")));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("""{"status":"Success"}""", 0)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"137"}]}}""", 137)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"many"}]}}""", null)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":7}""", null)]
    [InlineData("""{"status":"Failure","reason":"InternalError","message":"no"}""", null)]
    [InlineData("[]", null)]
    [InlineData("no json", null)]
    public void The_exit_code_is_read_back(string json, int? expected) =>
        Assert.Equal(expected, RemoteCommandStatus.Parse(Encoding.UTF8.GetBytes(json)).ExitCode);

    [Fact]
    public void What_a_runtime_said_is_passed_on_to_the_letter()
    {
        const string said = """{"metadata":{},"status":"Failure","message":"odd","reason":"Strange"}""";

        var status = RemoteCommandStatus.Parse(Encoding.UTF8.GetBytes(said));

        Assert.Equal((said, "odd"), (Text(status), status.Message));
    }

    [Fact]
    public async Task Terminal_sizes_are_read_one_by_one()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("{\"Width\":80,\"Height\":24}\n{\"Width\":100,\"Height\":50}"));
        List<TerminalSize> sizes = [];
        await foreach (var size in TerminalSize.ReadAllAsync(stream)) sizes.Add(size);

        Assert.Equal([new(80, 24), new(100, 50)], sizes);
        Assert.Equal("{\"Width\":80,\"Height\":24}\n", Encoding.UTF8.GetString(new TerminalSize(80, 24).ToLine()));
    }
}
