namespace Kybernet.Api;

/// <summary>
/// Lists, a field an item or packed, and maps, a message an entry. Each call adds what it reads to what is there already.
/// </summary>
internal ref partial struct ProtoReader
{
    private delegate T ValueReader<T>(ref ProtoReader reader, T current);

    public KubeList<T> ReadStructList<T>(KubeList<T>? list) where T : ApiType, new() => Add(list, ReadStruct<T>(null));

    public KubeList<string> ReadStringList(KubeList<string>? list) => Add(list, ReadString());

    public KubeList<Quantity> ReadQuantityList(KubeList<Quantity>? list) => Add(list, ReadQuantity());

    public KubeList<RawJson> ReadRawList(KubeList<RawJson>? list) => Add(list, ReadRaw() ?? RawJson.Null);

    public KubeList<long> ReadInt64List(KubeList<long>? list) =>
        Scalars(list ?? [], static (ref ProtoReader r, long _) => r.ReadInt64());

    public KubeList<int> ReadInt32List(KubeList<int>? list) =>
        Scalars(list ?? [], static (ref ProtoReader r, int _) => r.ReadInt32());

    public KubeList<bool> ReadBoolList(KubeList<bool>? list) =>
        Scalars(list ?? [], static (ref ProtoReader r, bool _) => r.ReadBool());

    /// <summary>A list that is a message with its items at 1.</summary>
    public KubeList<string> ReadWrappedStringList(KubeList<string>? list)
    {
        list ??= [];
        var outer = Enter();
        while (Next(out var number))
        {
            if (number == 1) list.Add(ReadString());
            else Skip();
        }

        Leave(outer);
        return list;
    }

    public KubeMap<string> ReadStringMap(KubeMap<string>? map) =>
        Entry(map, "", static (ref ProtoReader r, string _) => r.ReadString());

    public KubeMap<byte[]> ReadBytesMap(KubeMap<byte[]>? map) =>
        Entry(map, [], static (ref ProtoReader r, byte[] _) => r.ReadBytes());

    public KubeMap<Quantity> ReadQuantityMap(KubeMap<Quantity>? map) =>
        Entry(map, default, static (ref ProtoReader r, Quantity _) => r.ReadQuantity());

    public KubeMap<DateTimeOffset> ReadTimeMap(KubeMap<DateTimeOffset>? map) =>
        Entry(map, default, static (ref ProtoReader r, DateTimeOffset _) => r.ReadTime() ?? default);

    public KubeMap<KubeList<string>> ReadStringListMap(KubeMap<KubeList<string>>? map) =>
        Entry(map, [], static (ref ProtoReader r, KubeList<string> current) => r.ReadWrappedStringList(current));

    public KubeMap<T> ReadStructMap<T>(KubeMap<T>? map) where T : ApiType, new() =>
        Entry(map, null, static (ref ProtoReader r, T? current) => r.ReadStruct(current), static value => value ?? new T());

    private static KubeList<T> Add<T>(KubeList<T>? list, T item)
    {
        list ??= [];
        list.Add(item);
        return list;
    }

    private KubeList<T> Scalars<T>(KubeList<T> list, ValueReader<T> read)
    {
        if (_wire != ProtoWireType.Bytes)
        {
            list.Add(read(ref this, default!));
            return list;
        }

        var outer = Enter();
        _wire = ProtoWireType.Varint;
        while (_position < _end) list.Add(read(ref this, default!));
        Leave(outer);
        return list;
    }

    private KubeMap<T> Entry<T>(KubeMap<T>? map, T initial, ValueReader<T> read) =>
        Entry(map, initial, read, static value => value);

    private KubeMap<TValue> Entry<TRead, TValue>(KubeMap<TValue>? map, TRead value, ValueReader<TRead> read, Func<TRead, TValue> complete)
    {
        map ??= [];
        var key = "";
        var outer = Enter();
        while (Next(out var number))
        {
            if (number == 1) key = ReadString();
            else if (number == 2) value = read(ref this, value);
            else Skip();
        }

        Leave(outer);
        map[key] = complete(value);
        return map;
    }
}
