using System.Text;
using Kybernet.Base;

namespace Kybernet.Storage.Tests.Sqlite;

/// <summary>
/// What the crash test starts as a process of its own, and kills: eight writers who print each write when it has been acknowledged
/// ("WRITER NUMBER REVISION ok"), and compaction on the way.
/// </summary>
internal static class CrashWriter
{
    public const int Writers = 8;

    public static StoreKey Key(int writer, long number) => StoreKey.Parse($"/{writer}/{number % 40:d2}");

    public static async Task Main(string[] args)
    {
        await using var store = await SqliteStore.OpenAsync(args[0], ExecutionEnvironment.System());
        var compactor = store.CurrentRevision + 500;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = long.Parse(args[1]); ; number++)
            {
                var value = Encoding.UTF8.GetBytes($"{number} {new string('x', 300)}");
                var written = await store.PutAsync(Key(writer, number), value);
                Console.Out.WriteLine($"{writer} {number} {written.Revision} ok");
                if (writer == 0 && written.Revision > compactor)
                {
                    await store.CompactAsync(written.Revision - 100);
                    compactor = written.Revision + 500;
                }
            }
        })));
    }
}
