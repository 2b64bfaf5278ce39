using SQLitePCL;

namespace Kybernet.Storage.Sqlite;

/// <summary>A connection to a SQLite file, used by one thread at a time. What fails throws <see cref="DatabaseException"/>.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Opens a file, making it when there is none.</summary>
    public static Database Open(string path)
    {
        var code = raw.sqlite3_open_v2(
            path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new Database(handle);
        if (code == raw.SQLITE_OK) return database;
        var failure = database.Failure(code);
        database.Dispose();
        throw failure;
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return new Statement(this, statement);
    }

    /// <summary>Runs one statement to its end.</summary>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        statement.Run();
    }

    /// <summary>Runs one statement and returns the number in its first row; 0 when there is none.</summary>
    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Number(0) : 0;
    }

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Failure(code);
    }

    /// <summary>Closes the file; the last step of an orderly end is a checkpoint, which removes the write-ahead log.</summary>
    public void Dispose() => raw.sqlite3_close_v2(_handle);

    private DatabaseException Failure(int code) => new(code, $"{raw.sqlite3_errmsg(_handle).utf8_to_string()} (SQLite error {code})");
}
