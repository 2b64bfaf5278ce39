namespace Kybernet.Api;

/// <summary>Lists, a field an item and never packed, and maps, a message an entry in the order of the keys.</summary>
internal sealed partial class ProtoWriter
{
    public void Write(int number, KubeList<string> list)
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, list[i]);
    }

    public void Write(int number, KubeList<int> list)
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, (long)list[i]);
    }

    public void Write(int number, KubeList<long> list)
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, list[i]);
    }

    public void Write(int number, KubeList<bool> list)
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, list[i]);
    }

    public void Write(int number, KubeList<Quantity> list)
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, list[i]);
    }

    public void Write(int number, KubeList<RawJson> list)
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, list[i]);
    }

    public void Write<T>(int number, KubeList<T> list) where T : ApiType
    {
        for (var i = list.Count - 1; i >= 0; i--) Write(number, (ApiType)list[i]);
    }

    /// <summary>A list that is a message with its items at 1.</summary>
    public void WriteWrapped(int number, KubeList<string> list)
    {
        var mark = Length;
        Write(1, list);
        Close(number, mark);
    }

    public void Write(int number, KubeMap<string> map) => Entries(number, map, static (w, value) => w.Write(2, value));

    public void Write(int number, KubeMap<byte[]> map) => Entries(number, map, static (w, value) => w.Write(2, value));

    public void Write(int number, KubeMap<Quantity> map) => Entries(number, map, static (w, value) => w.Write(2, value));

    public void Write(int number, KubeMap<DateTimeOffset> map) => Entries(number, map, static (w, value) => w.WriteTime(2, value));

    public void Write(int number, KubeMap<KubeList<string>> map) =>
        Entries(number, map, static (w, value) => w.WriteWrapped(2, value));

    public void Write<T>(int number, KubeMap<T> map) where T : ApiType =>
        Entries(number, map, static (w, value) => w.Write(2, (ApiType)value));

    private void Entries<T>(int number, KubeMap<T> map, Action<ProtoWriter, T> writeValue)
    {
        var keys = map.KeySpan;
        var values = map.ValueSpan;
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            var mark = Length;
            writeValue(this, values[i]);
            Write(1, keys[i]);
            Close(number, mark);
        }
    }
}
