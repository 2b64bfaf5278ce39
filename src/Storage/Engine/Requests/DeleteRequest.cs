using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine.Requests;

internal sealed class DeleteRequest(StoreKey key, long? expectedModRevision) : Request<WriteResult>
{
    public override int Bytes => key.Length;

    protected override WriteResult Run(MvccState state, TimeSpan now) => state.Delete(key, expectedModRevision);
}
