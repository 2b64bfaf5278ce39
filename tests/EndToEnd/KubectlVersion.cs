using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests;

/// <summary>Which kubectl there is: KUBECTL's, or the one on PATH.</summary>
public static partial class KubectlVersion
{
    private static readonly Lazy<int?> Found = new(Ask);

    /// <summary>Why a test that needs kubectl 1.<paramref name="since"/> cannot run; null: it can.</summary>
    public static string? Obstacle(int since = 0) => Found.Value switch
    {
        null => "no kubectl: set KUBECTL, or install Debian's kubernetes-client",
        { } minor when minor < since => $"kubectl 1.{minor} cannot do this, 1.{since} can",
        _ => null,
    };

    private static int? Ask()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Kubectl.Program, ["version", "--client", "-o", "json"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && Minor().Match(said) is { Success: true } minor ? int.Parse(minor.Groups[1].Value, CultureInfo.InvariantCulture) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    // Some builds say "20+".
    [GeneratedRegex("\"minor\": *\"([0-9]+)")]
    private static partial Regex Minor();
}
