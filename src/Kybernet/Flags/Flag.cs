namespace Kybernet.Host.Flags;

/// <summary>A flag of a component, as Go's pflag has it: <c>--name=value</c> or <c>--name value</c>; a switch also bare.</summary>
/// <param name="name">Upstream's name, without the dashes.</param>
/// <param name="type">What its value is, for the help text: <c>int</c>, <c>duration</c>.</param>
/// <param name="help">One sentence.</param>
internal abstract class Flag(string name, string type, string help)
{
    /// <summary>Upstream's name, without the dashes.</summary>
    public string Name => name;

    /// <summary>What its value is.</summary>
    public string Type => type;

    /// <summary>One sentence.</summary>
    public string Help => help;

    /// <summary>Whether it may stand without a value, and then means true.</summary>
    public bool IsSwitch => this is Flag<bool>;

    /// <summary>The value without the flag, as text; empty when there is none.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The value without the flag.</summary>
    public abstract object? Default { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="text">The text after the flag.</param>
    /// <param name="before">The value that the same flag had earlier on the line, or null: lists go on, all else is replaced.</param>
    /// <exception cref="FormatException">The text is no such value; the message says why.</exception>
    public abstract object? Read(string text, object? before);
}

/// <inheritdoc/>
/// <typeparam name="T">What the value is.</typeparam>
internal sealed class Flag<T>(string name, string type, string help, T byDefault, string defaultText, Func<string, T?, T> read)
    : Flag(name, type, help)
{
    /// <inheritdoc/>
    public override string DefaultText => defaultText;

    /// <inheritdoc/>
    public override object? Default => byDefault;

    /// <inheritdoc/>
    public override object? Read(string text, object? before) => read(text, before is T value ? value : default);
}
