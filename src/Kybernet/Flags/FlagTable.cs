using System.Globalization;
using Kybernet.Api;

namespace Kybernet.Host.Flags;

/// <summary>
/// The flags that a component acts on. What is not in the table is refused by its name: a flag that is taken and not acted
/// on would be a promise that nobody keeps.
/// </summary>
internal sealed class FlagTable
{
    private readonly Dictionary<string, Flag> _flags = new(StringComparer.Ordinal);

    /// <summary>All flags, in order of name.</summary>
    public IEnumerable<Flag> All => _flags.Values.OrderBy(static f => f.Name, StringComparer.Ordinal);

    /// <summary>A text.</summary>
    public Flag<string> Text(string name, string byDefault, string help) => Add<string>(name, "string", help, byDefault, byDefault, static (t, _) => t);

    /// <summary>A whole number.</summary>
    public Flag<int> Integer(string name, int byDefault, string help) =>
        Add<int>(name, "int", help, byDefault, byDefault.ToString(CultureInfo.InvariantCulture), static (t, _) => ReadInteger(t));

    /// <summary>True or false; the flag alone means true.</summary>
    public Flag<bool> Switch(string name, bool byDefault, string help) =>
        Add<bool>(name, "", help, byDefault, byDefault ? "true" : "", static (t, _) => ReadBoolean(t));

    /// <summary>A duration as Go writes it: <c>1h30m</c>.</summary>
    public Flag<TimeSpan> Duration(string name, TimeSpan byDefault, string help) =>
        Add<TimeSpan>(name, "duration", help, byDefault, KubeDuration.Format(byDefault), static (t, _) => KubeDuration.Parse(t));

    /// <summary>Texts with commas between them; the flag may be repeated.</summary>
    public Flag<IReadOnlyList<string>> List(string name, IReadOnlyList<string> byDefault, string help) =>
        Add<IReadOnlyList<string>>(name, "strings", help, byDefault, string.Join(',', byDefault), static (t, before) =>
            [.. before ?? [], .. t.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]);

    /// <summary>Anything else.</summary>
    /// <param name="name">The flag.</param>
    /// <param name="type">What its value is, for the help text.</param>
    /// <param name="byDefault">The value without the flag.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="read">Reads a value; a FormatException says why it is none.</param>
    public Flag<T> Value<T>(string name, string type, T byDefault, string help, Func<string, T> read) =>
        Add<T>(name, type, help, byDefault, Text(byDefault), (t, _) => read(t));

    /// <summary>Reads a command line: pflag's rules, with underscores in names taken as dashes.</summary>
    /// <exception cref="FlagException">A flag is unknown, or its value is wrong or missing; or something is no flag.</exception>
    public FlagValues Parse(IReadOnlyList<string> arguments)
    {
        Dictionary<string, object?> given = new(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--" && i == arguments.Count - 1) break;
            if (argument.Length < 2 || argument[0] != '-' || argument == "--") throw new FlagException($"no arguments are taken, got {GoQuote.Quote(argument)}");
            var (flag, value) = Split(argument);
            if (value is null && flag.IsSwitch) value = "true";
            else if (value is null && ++i < arguments.Count) value = arguments[i];
            if (value is null) throw new FlagException($"flag needs an argument: {argument}");
            try
            {
                given[flag.Name] = flag.Read(value, given.GetValueOrDefault(flag.Name));
            }
            catch (FormatException e)
            {
                throw new FlagException($"invalid argument {GoQuote.Quote(value)} for \"--{flag.Name}\" flag: {e.Message}");
            }
        }

        return new FlagValues(given);
    }

    // "--name=value", "--name", "-v=2", "-v2", "-v".
    private (Flag Flag, string? Value) Split(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            var letter = argument[1..2];
            var flag = _flags.GetValueOrDefault(letter == "h" ? "help" : letter)
                ?? throw new FlagException($"unknown shorthand flag: '{letter}' in {argument}");
            var rest = argument[2..];
            return (flag, rest.Length == 0 ? null : rest.TrimStart('='));
        }

        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument[2..] : argument[2..equals];
        var known = _flags.GetValueOrDefault(name.Replace('_', '-')) ?? throw new FlagException($"unknown flag: --{name}");
        return (known, equals < 0 ? null : argument[(equals + 1)..]);
    }

    // A default as it would be written: lists with commas.
    private static string Text(object? value) => value switch
    {
        bool b => b ? "true" : "false",
        string text => text,
        System.Collections.IEnumerable items => string.Join(',', items.Cast<object>()),
        _ => value?.ToString() ?? "",
    };

    private Flag<T> Add<T>(string name, string type, string help, T byDefault, string defaultText, Func<string, T?, T> read)
    {
        Flag<T> flag = new(name, type, help, byDefault, defaultText, read);
        _flags.Add(name, flag);
        return flag;
    }

    private static int ReadInteger(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException($"strconv.ParseInt: parsing {GoQuote.Quote(text)}: invalid syntax");

    private static bool ReadBoolean(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => throw new FormatException($"strconv.ParseBool: parsing {GoQuote.Quote(text)}: invalid syntax"),
    };
}
