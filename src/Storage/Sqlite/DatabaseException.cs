namespace Kybernet.Storage.Sqlite;

/// <summary>SQLite said no.</summary>
internal sealed class DatabaseException(int code, string message) : IOException(message)
{
    /// <summary>The primary result code: the low byte of what SQLite returned.</summary>
    public int Code => code & 0xff;
}
