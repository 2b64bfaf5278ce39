using System.Text;

namespace Kybernet.Kubelet.Containers;

/// <summary>Puts values in place of <c>$(NAME)</c>; <c>$$</c> stands for one dollar sign, and unknown names stay as they are.</summary>
internal static class Expansion
{
    /// <summary>Expands a text.</summary>
    /// <param name="text">What may hold references.</param>
    /// <param name="lookup">The value of a name, or null when it has none.</param>
    public static string Expand(string text, Func<string, string?> lookup)
    {
        if (!text.Contains('$')) return text;
        StringBuilder result = new(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            var end = text[i] == '(' ? text.IndexOf(')', i + 1) : -1;
            if (end > 0)
            {
                var name = text[(i + 1)..end];
                result.Append(lookup(name) ?? $"$({name})");
                i = end;
            }
            else if (text[i] == '$')
            {
                result.Append('$');
            }
            else
            {
                result.Append('$').Append(text[i]);
            }
        }

        return result.ToString();
    }
}
