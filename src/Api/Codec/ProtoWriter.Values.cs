namespace Kybernet.Api;

/// <summary>The values that are messages of their own upstream.</summary>
internal sealed partial class ProtoWriter
{
    /// <summary>A time to the second; no time is an empty message.</summary>
    public void WriteTime(int number, DateTimeOffset? value) => Timestamp(number, value, micro: false);

    /// <summary>A time to the microsecond; no time is an empty message.</summary>
    public void WriteMicroTime(int number, DateTimeOffset? value) => Timestamp(number, value, micro: true);

    public void Write(int number, TimeSpan value)
    {
        var mark = Length;
        Write(1, checked(value.Ticks * TimeSpan.NanosecondsPerTick));
        Close(number, mark);
    }

    public void Write(int number, Quantity value)
    {
        var mark = Length;
        Write(1, value.ToString());
        Close(number, mark);
    }

    public void Write(int number, IntOrString value)
    {
        var mark = Length;
        Write(3, value.StringValue ?? "");
        Write(2, (long)value.IntValue);
        Write(1, value.StringValue is not null);
        Close(number, mark);
    }

    public void Write(int number, RawJson? value)
    {
        var mark = Length;
        if (value is not null && !value.Equals(RawJson.Null)) Write(1, value.Utf8);
        Close(number, mark);
    }

    private void Timestamp(int number, DateTimeOffset? value, bool micro)
    {
        var mark = Length;
        if (value is { } time && time != DateTimeOffset.MinValue)
        {
            var fraction = micro ? time.UtcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond * 1000 : 0;
            Write(2, fraction);
            Write(1, time.ToUnixTimeSeconds());
        }

        Close(number, mark);
    }
}
