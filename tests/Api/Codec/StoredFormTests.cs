using System.Text;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.Api.Tests.Codec;

/// <summary>Objects as they come out of a store that keeps protobuf.</summary>
public sealed class StoredFormTests
{
    [Fact]
    public void An_empty_list_that_is_always_written_is_stored_as_null()
    {
        Role role = new() { Metadata = new() { Name = "a" }, Rules = [] };

        Assert.Contains("\"rules\":[]", Encoding.UTF8.GetString(KubeCodec.Encode(role)), StringComparison.Ordinal);
        Assert.Contains("\"rules\":null", Encoding.UTF8.GetString(KubeCodec.EncodeStored(role)), StringComparison.Ordinal);
        Assert.Contains("\"rules\":[]", Encoding.UTF8.GetString(KubeCodec.Encode(role)), StringComparison.Ordinal);

        role.Rules.Add(new() { Verbs = ["get"] });
        Assert.Contains("\"rules\":[{", Encoding.UTF8.GetString(KubeCodec.EncodeStored(role)), StringComparison.Ordinal);
    }
}
