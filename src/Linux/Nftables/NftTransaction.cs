using System.Text;

namespace Kybernet.Linux.Nftables;

/// <summary>
/// Changes to one table that take effect together or not at all. Collects commands of nft's language in the order given;
/// <see cref="Nft.ApplyAsync"/> carries them out. "Add" of what exists already is no error, as in nft itself.
/// </summary>
/// <param name="table">The table that every command is about.</param>
public sealed class NftTransaction(NftTable table)
{
    private readonly StringBuilder _script = new();

    /// <summary>The table that every command is about.</summary>
    public NftTable Table => table;

    /// <summary>How many commands were collected.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the table.</summary>
    public NftTransaction AddTable(string? comment = null) => Add($"add table {table}{Block(Comment(comment))}");

    /// <summary>Removes the table and all that is in it, whether it is there or not.</summary>
    public NftTransaction RemoveTable() => Add($"add table {table}").Add($"delete table {table}");

    /// <summary>Empties all chains of the table; the chains, sets and maps stay.</summary>
    public NftTransaction FlushTable() => Add($"flush table {table}");

    /// <summary>Adds a chain that other chains jump to.</summary>
    public NftTransaction AddChain(string chain, string? comment = null) => Add($"add chain {table} {Name(chain)}{Block(Comment(comment))}");

    /// <summary>Adds a chain that the kernel calls.</summary>
    /// <param name="chain">Its name.</param>
    /// <param name="type">"filter", "nat" or "route".</param>
    /// <param name="hook">"prerouting", "input", "forward", "output" or "postrouting".</param>
    /// <param name="priority">Its place among the chains at that hook: a number, or a name such as "dstnat" or "srcnat + 10".</param>
    /// <param name="comment">What it is for.</param>
    public NftTransaction AddBaseChain(string chain, string type, string hook, string priority, string? comment = null) =>
        Add($"add chain {table} {Name(chain)} {{ type {type} hook {hook} priority {priority} ;{Comment(comment)} }}");

    /// <summary>Removes all rules of a chain.</summary>
    public NftTransaction FlushChain(string chain) => Add($"flush chain {table} {Name(chain)}");

    /// <summary>Removes an empty chain that nothing jumps to. It must exist.</summary>
    public NftTransaction DeleteChain(string chain) => Add($"delete chain {table} {Name(chain)}");

    /// <summary>Appends a rule to a chain.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="rule">Matches and statements, for example "ip saddr 10.0.0.0/8 masquerade".</param>
    /// <param name="comment">What it is for.</param>
    public NftTransaction AddRule(string chain, string rule, string? comment = null) =>
        Add($"add rule {table} {Name(chain)} {OneLine(rule)}{(comment is null ? "" : $" comment {Quote(comment)}")}");

    /// <summary>Adds a set.</summary>
    /// <param name="set">Its name.</param>
    /// <param name="type">Of its elements, for example "ipv4_addr . inet_proto . inet_service".</param>
    /// <param name="flags">For example "interval".</param>
    /// <param name="comment">What it is for.</param>
    public NftTransaction AddSet(string set, string type, string? flags = null, string? comment = null) =>
        Add($"add set {table} {Name(set)} {{ type {type} ;{Flags(flags)}{Comment(comment)} }}");

    /// <summary>Adds a map.</summary>
    /// <param name="map">Its name.</param>
    /// <param name="type">Of its keys and values, for example "inet_proto . inet_service : verdict".</param>
    /// <param name="flags">For example "interval".</param>
    /// <param name="comment">What it is for.</param>
    public NftTransaction AddMap(string map, string type, string? flags = null, string? comment = null) =>
        Add($"add map {table} {Name(map)} {{ type {type} ;{Flags(flags)}{Comment(comment)} }}");

    /// <summary>Removes all elements of a set.</summary>
    public NftTransaction FlushSet(string set) => Add($"flush set {table} {Name(set)}");

    /// <summary>Removes all elements of a map.</summary>
    public NftTransaction FlushMap(string map) => Add($"flush map {table} {Name(map)}");

    /// <summary>Removes a set that no rule uses. It must exist.</summary>
    public NftTransaction DeleteSet(string set) => Add($"delete set {table} {Name(set)}");

    /// <summary>Removes a map that no rule uses. It must exist.</summary>
    public NftTransaction DeleteMap(string map) => Add($"delete map {table} {Name(map)}");

    /// <summary>Adds an element to a set, or to a map with the value it leads to.</summary>
    /// <param name="set">The set or map.</param>
    /// <param name="key">The parts joined by " . ".</param>
    /// <param name="value">For a map: the value. A map refuses a second value for the same key.</param>
    /// <param name="comment">What it is for.</param>
    public NftTransaction AddElement(string set, string key, string? value = null, string? comment = null) =>
        Add($"add element {table} {Name(set)} {{ {OneLine(key)}{(comment is null ? "" : $" comment {Quote(comment)}")}{(value is null ? "" : $" : {OneLine(value)}")} }}");

    /// <summary>Removes an element of a set or map. It must exist.</summary>
    public NftTransaction DeleteElement(string set, string key) => Add($"delete element {table} {Name(set)} {{ {OneLine(key)} }}");

    /// <summary>The commands in nft's language, one a line.</summary>
    public string ToScript() => _script.ToString();

    private NftTransaction Add(string command)
    {
        _script.Append(command).Append('\n');
        Count++;
        return this;
    }

    private static string Name(string name) =>
        name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            ? name
            : throw new ArgumentException($"'{name}' cannot be a name in nftables: letters, digits, '-', '_', '.' and '/', a letter first, at most 128");

    // A line break would end the command and start another one.
    private static string OneLine(string text) =>
        text.AsSpan().ContainsAny('\n', '\r', ';') ? throw new ArgumentException($"'{text}' is not one part of an nftables command") : text;

    private static string Quote(string comment) =>
        comment.Length <= 128 && !comment.AsSpan().ContainsAny('"', '\n', '\\')
            ? $"\"{comment}\""
            : throw new ArgumentException($"'{comment}' cannot be a comment in nftables: at most 128 characters, no quotes or backslashes, one line");

    private static string Comment(string? comment) => comment is null ? "" : $" comment {Quote(comment)} ;";

    private static string Flags(string? flags) => flags is null ? "" : $" flags {flags} ;";

    private static string Block(string inside) => inside.Length == 0 ? "" : $" {{{inside} }}";
}
