namespace Kybernet.Cluster.Bench.Http2;

/// <summary>A call that keeps its answer's body: for what is not measured.</summary>
internal sealed class KeepingCall : Call
{
    private readonly MemoryStream _body = new();

    public ReadOnlyMemory<byte> Body => _body.GetBuffer().AsMemory(0, (int)_body.Length);

    protected override void OnData(ReadOnlySpan<byte> data) => _body.Write(data);
}
