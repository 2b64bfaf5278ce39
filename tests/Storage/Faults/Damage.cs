using Kybernet.Storage.Tests.Faults.Disk;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>Bits that turn over on the medium: in the file or in the log beside it, in one of the store's lives or before it.</summary>
internal sealed class Damage
{
    /// <summary>In which life, or before which.</summary>
    public int Life { get; private init; }

    public bool WhileOpen { get; private init; }

    /// <summary>Whether it is done to the log, once there is one.</summary>
    public bool InLog { get; private init; }

    public bool IsDone { get; private set; }

    public static Damage Choose(Random random, int lives)
    {
        var inLog = random.Next(4) == 0;
        return new Damage { Life = 1 + random.Next(lives - 1), InLog = inLog, WhileOpen = !inLog && random.Next(2) == 0 };
    }

    public void Do(SimulatedDisk disk, string path, Random random)
    {
        if (disk.Find(InLog ? path + "-wal" : path) is not { Length: > 0 } file) return;
        IsDone = true;
        var bits = 1 + random.Next(random.Next(2) == 0 ? 1 : 8);
        for (var i = 0; i < bits; i++) file.Flip(Place(file.Length, random), random.Next(8));
    }

    public override string ToString() =>
        $"bits turn over {(InLog ? "in the log" : "in the file")} {(WhileOpen ? "in" : "before")} life {Life}{(IsDone ? "" : ", but have not yet")}";

    /// <summary>Anywhere, or at the head of a page, where little says much.</summary>
    private static int Place(int length, Random random)
    {
        const int page = 8192, head = 40;
        return random.Next(2) == 0 ? random.Next(length) : Math.Min(random.Next(1 + length / page) * page + random.Next(head), length - 1);
    }
}
