using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>Words and forms that the cells of many kinds share.</summary>
internal static class CellText
{
    /// <summary>There is none.</summary>
    public const string None = "<none>";

    /// <summary>Nobody has said.</summary>
    public const string Unset = "<unset>";

    /// <summary>It is not known.</summary>
    public const string Unknown = "<unknown>";

    private const int MostShown = 3;

    /// <summary>The text, or <see cref="None"/> for an empty one.</summary>
    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    /// <summary>How long ago the object was created.</summary>
    public static string Age(KubeObject obj, DateTimeOffset now) => HumanDuration.Since(obj.Metadata.CreationTimestamp, now);

    /// <summary>Labels as <c>a=b,c=d</c>, or <see cref="None"/>.</summary>
    public static string Labels(KubeMap<string> labels) =>
        labels.Count == 0 ? None : string.Join(',', labels.Select(l => $"{l.Key}={l.Value}"));

    /// <summary>A selector in its canonical spelling; <see cref="None"/> for a missing or empty one, <c>&lt;error&gt;</c> for a wrong one.</summary>
    public static string Selector(LabelSelector? selector)
    {
        try
        {
            return OrNone(selector?.ToQuery().ToString());
        }
        catch (FormatException)
        {
            return "<error>";
        }
    }

    /// <summary>The first three, and how many more there are: <c>a,b,c + 2 more...</c>.</summary>
    public static string FirstThree(IReadOnlyCollection<string> texts)
    {
        var shown = string.Join(',', texts.Take(MostShown));
        return texts.Count > MostShown ? $"{shown} + {texts.Count - MostShown} more..." : shown;
    }
}
