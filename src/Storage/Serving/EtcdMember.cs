using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Kybernet.Storage.Etcd.Protocol;

namespace Kybernet.Storage.Serving;

/// <summary>The one member of the cluster that a store makes.</summary>
/// <param name="store">The store; its identity is the cluster's.</param>
/// <param name="name">The member's name.</param>
internal sealed class EtcdMember(IEmbeddedStore store, string name)
{
    /// <summary>There is nobody to vote: the first term never ends.</summary>
    public const ulong RaftTerm = 1;

    public string Name => name;

    public ulong ClusterId { get; } = unchecked((ulong)store.Identity);

    public ulong Id { get; } = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{store.Identity}/{name}")));

    /// <summary>Where clients are told to come. Known when the server listens.</summary>
    public IReadOnlyList<Uri> ClientUrls { get; set; } = [];

    /// <summary>What comes first in every answer.</summary>
    public ResponseHeader Header(long revision) =>
        new() { ClusterId = ClusterId, MemberId = Id, Revision = revision, RaftTerm = RaftTerm };

    /// <summary>The same for answers that tell of no revision of their own.</summary>
    public ResponseHeader Header() => Header(store.CurrentRevision);
}
