namespace Kybernet.Storage.Etcd;

/// <summary>etcd's bounds that are the same for who speaks to one and for who serves as one.</summary>
internal static class EtcdLimits
{
    /// <summary>
    /// How many operations etcd takes in one transaction unless it is told otherwise (--max-txn-ops). An etcd does not say what it was
    /// told: whoever writes keeps to this.
    /// </summary>
    public const int UsualTxnOps = 128;
}
