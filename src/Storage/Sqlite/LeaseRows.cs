namespace Kybernet.Storage.Sqlite;

/// <summary>The table of leases.</summary>
internal sealed class LeaseRows(Database database) : IDisposable
{
    private readonly Statement _insert = database.Prepare("INSERT INTO lease VALUES (?1, ?2, ?3)");
    private readonly Statement _delete = database.Prepare("DELETE FROM lease WHERE id = ?1");

    /// <summary>All of them.</summary>
    /// <exception cref="StoreFileException">One fails its checksum.</exception>
    public static List<Lease> Read(Database database, string path)
    {
        List<Lease> leases = [];
        using var rows = database.Prepare("SELECT id, ttl, checksum FROM lease ORDER BY id");
        while (rows.Step())
        {
            Lease lease = new(rows.Number(0), rows.Number(1));
            if (Checksum.Of(lease) != rows.Number(2)) throw Schema.Damaged(path, $"lease {lease.Id:x} fails its checksum");
            leases.Add(lease);
        }
        return leases;
    }

    public void Insert(Lease lease)
    {
        _insert.Bind(1, lease.Id);
        _insert.Bind(2, lease.TtlSeconds);
        _insert.Bind(3, Checksum.Of(lease));
        _insert.Run();
    }

    public void Delete(long id)
    {
        _delete.Bind(1, id);
        _delete.Run();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
    }
}
