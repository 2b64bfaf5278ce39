namespace Kybernet.Storage.Sqlite;

/// <summary>One change of a key, as the table has it.</summary>
/// <param name="Previous">The revision of the key's change before; 0 for none.</param>
/// <param name="Item">The key after the change; version 0 after a deletion.</param>
internal readonly record struct RevisionRow(long Previous, KeyValue Item)
{
    public bool IsDeletion => Item.Version == 0;
}
