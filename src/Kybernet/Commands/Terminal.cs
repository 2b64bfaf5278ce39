using Spectre.Console;

namespace Kybernet.Host.Commands;

/// <summary>How people and programs are written to: colours and line breaks are for a terminal, a file or a pipe gets plain whole lines.</summary>
internal static class Terminal
{
    private const int NoBreaks = 10_000;

    /// <summary>To be called once, before anything is written.</summary>
    public static void SetUp()
    {
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        AnsiConsole.Profile.Width = NoBreaks;
    }
}
