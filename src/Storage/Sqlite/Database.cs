using System.Text;
using SQLitePCL;

namespace Kybernet.Storage.Sqlite;

/// <summary>A connection to a SQLite file, used by one thread at a time. What fails throws <see cref="DatabaseException"/>.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly HashSet<Statement> _statements = [];
    private bool _hasFailed;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 handle) => _handle = handle;

    /// <summary>Opens a file, making it when there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileSystem">SQLite's name of the file system (VFS) that it lies in; null for the machine's.</param>
    public static Database Open(string path, string? fileSystem = null)
    {
        var code = raw.sqlite3_open_v2(
            path, out var handle, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX, fileSystem);
        var database = new Database(handle);
        if (code == raw.SQLITE_OK) return database;
        var failure = database.Failure(code);
        database.Dispose();
        throw failure;
    }

    /// <summary>Whether SQLite could open the file for reading only, which it does without a word.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_handle, "main") == 1;

    /// <summary>
    /// Whether closing leaves the write-ahead log as it is. Else it copies all that this connection takes to be in there into the file,
    /// without a look whether it still is.
    /// </summary>
    public void KeepLogOnClose(bool keeps) =>
        _ = raw.sqlite3_db_config(_handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps ? 1 : 0, out _);

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var handle));
        Statement statement = new(this, handle);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Told by a statement that has ended.</summary>
    public void Forget(Statement statement) => _statements.Remove(statement);

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

    /// <summary>Runs one statement and returns the text in its first row; empty when there is none.</summary>
    public string Text(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? Encoding.UTF8.GetString(statement.Bytes(0)) : "";
    }

    /// <summary>How many rows the last statement inserted, changed or deleted.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw Failure(code);
    }

    /// <summary>
    /// Closes the file; the last step of an orderly end is a checkpoint, which removes the write-ahead log. Statements end first, those
    /// of a part that failed to be made, too: with one of them left SQLite would keep the file open. After a failure the log stays:
    /// a log that was removed can be back after a power cut, and with it what had been told as not done.
    /// </summary>
    public void Dispose()
    {
        if (_hasFailed) KeepLogOnClose(true);
        foreach (var statement in _statements.ToList()) statement.Dispose();
        _ = raw.sqlite3_close_v2(_handle);
    }

    private DatabaseException Failure(int code)
    {
        _hasFailed = true;
        return new DatabaseException(code, $"{raw.sqlite3_errmsg(_handle).utf8_to_string()} (SQLite error {code})");
    }
}
