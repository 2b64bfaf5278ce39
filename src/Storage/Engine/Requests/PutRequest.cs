using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine.Requests;

internal sealed class PutRequest(StoreKey key, ReadOnlyMemory<byte> value, long? expectedModRevision, long leaseId)
    : Request<WriteResult>
{
    public override int Bytes => key.Length + value.Length;

    protected override WriteResult Run(MvccState state, TimeSpan now) => state.Put(key, value, expectedModRevision, leaseId);
}
