using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.Api.Tests.Proto;

/// <summary>What a client can send that upstream's own encoder never writes.</summary>
public sealed class ProtoReaderTests
{
    [Fact]
    public void Written_bytes_are_those_of_the_format()
    {
        // k8s\0, Unknown{typeMeta{v1, ConfigMap}, raw{metadata{...}, data{k: v}}, "", ""}
        ConfigMap value = new() { Metadata = { Name = "a" }, Data = { ["k"] = "v" } };
        Assert.Equal(
            "6B3873000A0F0A0276311209436F6E6669674D6170121B0A110A016112001A0022002A00320038004200"
            + "12060A016B1201761A002200",
            Convert.ToHexString(KubeCodec.EncodeProto(value)));
    }

    [Fact]
    public void Fields_that_are_not_known_are_skipped()
    {
        // 900: varint, 901: fixed64, 902: bytes, 903: a group with a varint in it, 904: fixed32; then spec.replicas = 3.
        var status = Fields<DeploymentSpec>("A03801" + "A9380102030405060708" + "B23802FFFF" + "BB380801BC38" + "C53801020304" + "0803");
        Assert.Equal(3, status.Replicas);
    }

    [Fact]
    public void Packed_numbers_are_read_like_single_ones()
    {
        var packed = Fields<PodSecurityContext>("220301AC02");
        Assert.Equal([1L, 300L], packed.SupplementalGroups);
        Assert.Equal(packed.SupplementalGroups, Fields<PodSecurityContext>("200120AC02").SupplementalGroups);
    }

    [Fact]
    public void An_embedded_struct_is_a_message_of_its_own()
    {
        var volume = Fields<Volume>("0A0161" + "120A9A01070A050A03636F6E");
        Assert.Equal(("a", "con"), (volume.Name, volume.ConfigMap!.Name));
    }

    [Theory]
    [InlineData("0A05AB", "unexpected EOF")]
    [InlineData("0A", "unexpected EOF")]
    [InlineData("0AFFFFFFFFFFFFFFFFFF01", "unexpected EOF")]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFF", "proto: integer overflow")]
    [InlineData("0801", "proto: wrong wireType = 0, expected 2")]
    [InlineData("00", "proto: illegal tag 0")]
    [InlineData("0F", "proto: illegal wireType 7")]
    [InlineData("0C", "proto: illegal wireType 4")]
    [InlineData("BB38", "unexpected EOF")]
    public void Damaged_messages_are_refused(string hex, string message) =>
        Assert.Equal(message, Assert.Throws<ProtoDecodeException>(() => Fields<Pod>(hex)).Message);

    [Fact]
    public void A_truncated_object_is_refused()
    {
        var whole = KubeCodec.EncodeProto(new Pod { Metadata = { Name = "p", Labels = { ["a"] = "b" } }, Spec = { NodeName = "n" } });
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                KubeCodec.DecodeProtoInto(new Pod(), whole.AsSpan(0, length));
            }
            catch (ProtoDecodeException)
            {
                continue;
            }

            // Only between the fields of the envelope is a part a message too: after the type, after the object, after one empty string.
            Assert.True(length is 15 || length == whole.Length - 4 || length == whole.Length - 2, $"{length} of {whole.Length} bytes were taken for a whole object");
        }
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        // A chain of group openings is the shortest way down.
        var bottomless = string.Concat(Enumerable.Repeat("BB38", 100_000));
        Assert.Contains("nested more than", Assert.Throws<ProtoDecodeException>(() => Fields<Pod>(bottomless)).Message);
    }

    [Theory]
    [InlineData("", "empty data")]
    [InlineData("7B7D", "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")]
    [InlineData("6B387300", "empty body")]
    public void What_has_no_envelope_is_refused(string hex, string message) =>
        Assert.Equal(message, Assert.Throws<ProtoDecodeException>(() => KubeCodec.DecodeProtoInto(new Pod(), Convert.FromHexString(hex))).Message);

    [Fact]
    public void A_bad_quantity_is_refused() =>
        // limits{cpu: "x"}
        Assert.Contains("quantities must match", Assert.Throws<ProtoDecodeException>(() => Fields<ResourceRequirements>("0A0A0A0363707512030A0178")).Message);

    private static T Fields<T>(string hex) where T : ApiType, new()
    {
        T value = new();
        KubeCodec.DecodeProtoFields(value, Convert.FromHexString(hex));
        return value;
    }
}
