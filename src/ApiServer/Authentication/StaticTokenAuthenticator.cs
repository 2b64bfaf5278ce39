using System.Security.Cryptography;
using System.Text;

namespace Kybernet.ApiServer.Authentication;

/// <summary>Knows callers by a fixed list of tokens (--token-auth-file).</summary>
internal sealed class StaticTokenAuthenticator : ITokenAuthenticator
{
    // Kept by digest, so that looking one up takes the same time however much of a guess is right.
    private readonly Dictionary<string, UserInfo> _users = new(StringComparer.Ordinal);

    /// <summary>Adds a token.</summary>
    public void Add(string token, UserInfo user) => _users[Digest(token)] = user;

    /// <summary>
    /// Reads a file of lines <c>token,user,uid</c> or <c>token,user,uid,"group1,group2"</c>.
    /// </summary>
    /// <exception cref="FormatException">A line has fewer than three columns; the message is upstream's.</exception>
    public static StaticTokenAuthenticator Parse(TextReader file)
    {
        StaticTokenAuthenticator result = new();
        for (var number = 1; file.ReadLine() is { } line; number++)
        {
            if (line.Trim().Length == 0 || line.StartsWith('#')) continue;
            var columns = Columns(line);
            if (columns.Count < 3)
            {
                throw new FormatException(
                    $"token file line {number}: must have at least 3 columns (token, user name, user uid), found {columns.Count}");
            }

            if (columns[0].Length == 0) throw new FormatException($"empty token has been found in token file, record number '{number}'");
            result.Add(columns[0], new UserInfo
            {
                Name = columns[1],
                Uid = columns[2],
                Groups = columns.Count > 3 ? columns[3].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [],
            });
        }

        return result;
    }

    /// <inheritdoc/>
    public ValueTask<UserInfo?> AuthenticateAsync(string token, CancellationToken cancellation) =>
        new(_users.GetValueOrDefault(Digest(token)));

    private static string Digest(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static List<string> Columns(string line)
    {
        List<string> columns = [];
        StringBuilder column = new();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                columns.Add(column.ToString().Trim());
                column.Clear();
            }
            else column.Append(c);
        }

        columns.Add(column.ToString().Trim());
        return columns;
    }
}
