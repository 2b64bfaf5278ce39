using System.Text.Json;

namespace Kybernet.Api;

/// <summary>The values that are messages of their own upstream.</summary>
internal ref partial struct ProtoReader
{
    private const long MinSeconds = -62135596800, MaxSeconds = 253402300799;

    /// <summary>A time to the second; upstream does not read the fraction. An empty message is no time.</summary>
    public DateTimeOffset? ReadTime() => Timestamp(micro: false);

    /// <summary>A time to the microsecond.</summary>
    public DateTimeOffset? ReadMicroTime() => Timestamp(micro: true);

    public TimeSpan ReadDuration()
    {
        var nanoseconds = 0L;
        var outer = Enter();
        while (Next(out var number))
        {
            if (number == 1) nanoseconds = ReadInt64();
            else Skip();
        }

        Leave(outer);
        return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    public Quantity ReadQuantity()
    {
        Quantity value = default;
        var outer = Enter();
        while (Next(out var number))
        {
            if (number != 1)
            {
                Skip();
                continue;
            }

            try
            {
                value = Quantity.Parse(ReadSpan());
            }
            catch (FormatException e) when (e is not ProtoDecodeException)
            {
                throw new ProtoDecodeException(e.Message, e);
            }
        }

        Leave(outer);
        return value;
    }

    public IntOrString ReadIntOrString()
    {
        var (isString, number, text) = (false, 0, "");
        var outer = Enter();
        while (Next(out var field))
        {
            switch (field)
            {
                case 1: isString = ReadInt64() != 0; break;
                case 2: number = ReadInt32(); break;
                case 3: text = ReadString(); break;
                default: Skip(); break;
            }
        }

        Leave(outer);
        return isString ? new IntOrString(text) : new IntOrString(number);
    }

    /// <summary>JSON kept as it is; null when the message holds none.</summary>
    public RawJson? ReadRaw()
    {
        RawJson? value = null;
        var outer = Enter();
        while (Next(out var number))
        {
            if (number == 1) value = Json(ReadSpan());
            else Skip();
        }

        Leave(outer);
        return value;
    }

    private static RawJson? Json(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return null;
        try
        {
            return RawJson.Parse(utf8);
        }
        catch (JsonException e)
        {
            throw new ProtoDecodeException("a raw value is read only when it is JSON: " + e.Message, e);
        }
    }

    private DateTimeOffset? Timestamp(bool micro)
    {
        var (seconds, nanoseconds, isSet) = (0L, 0, false);
        var outer = Enter();
        while (Next(out var number))
        {
            isSet = true;
            if (number == 1) seconds = ReadInt64();
            else if (number == 2) nanoseconds = ReadInt32();
            else Skip();
        }

        Leave(outer);
        if (!isSet) return null;
        if (seconds is < MinSeconds or > MaxSeconds) throw new ProtoDecodeException($"a time of {seconds} seconds is outside of the years 1 to 9999");
        if (nanoseconds is < 0 or >= 1_000_000_000) throw new ProtoDecodeException($"a time of {nanoseconds} nanoseconds is not within its second");
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if (micro) time = time.AddTicks(nanoseconds / 1000 * TimeSpan.TicksPerMicrosecond);
        return time == DateTimeOffset.MinValue ? null : time;
    }
}
