namespace Kybernet.Storage.Sqlite;

/// <summary>A row's number: its revision, and in the low bits its place within the transaction.</summary>
internal static class RowId
{
    public const int PlaceBits = 20;

    /// <summary>The last revision that a store may begin at: as many more fit into a row's number.</summary>
    public const long LastToBeginAt = (long.MaxValue >> PlaceBits) / 2;

    public static long Of(long revision, int place) => (revision << PlaceBits) | (long)place;

    /// <summary>The number before which the rows of all revisions up to this one come.</summary>
    public static long After(long revision) => Of(revision + 1, 0);

    public static long Revision(long id) => id >> PlaceBits;
}
