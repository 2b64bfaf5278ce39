using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests;

/// <summary>A test that drives the product with a real kubectl: KUBECTL's, or the one on PATH. Skipped by name without one.</summary>
public sealed class KubectlFactAttribute : FactAttribute
{
    /// <summary>Looks for kubectl.</summary>
    public KubectlFactAttribute()
    {
        if (!Works()) Skip = "no kubectl: set KUBECTL, or install Debian's kubernetes-client";
    }

    internal static bool Works()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Kubectl.Program, ["version", "--client"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
