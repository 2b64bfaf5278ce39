using System.Buffers.Text;
using System.Text;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>Values that say which attempt wrote them, each its own.</summary>
internal static class Value
{
    public static byte[] Of(int number, int length)
    {
        var value = new byte[Math.Max(length, 12)];
        value.AsSpan().Fill((byte)('a' + number % 26));
        Encoding.ASCII.GetBytes($"{number} ").CopyTo(value.AsSpan());
        return value;
    }

    public static int Number(ReadOnlyMemory<byte> value) =>
        Utf8Parser.TryParse(value.Span, out int number, out _) ? number : throw new BrokenPromiseException("a value that nobody wrote");
}
