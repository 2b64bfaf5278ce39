namespace Kybernet.Client;

/// <summary>The token to send: given once, or from a file that somebody renews.</summary>
internal sealed class BearerTokenSource(ClientConfig config, TimeProvider time) : IBearerTokens
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private string _token = config.BearerToken;
    private long? _readAt;

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be read and never could.</exception>
    public ValueTask<string> CurrentAsync(CancellationToken cancellation) => new(Current());

    /// <inheritdoc/>
    public void Distrust()
    {
        lock (_lock) _readAt = null;
    }

    private string Current()
    {
        if (config.BearerTokenFile.Length == 0) return _token;
        lock (_lock)
        {
            if (_readAt is { } last && time.GetElapsedTime(last) < ReadAgainAfter) return _token;
            try
            {
                _token = File.ReadAllText(config.BearerTokenFile).Trim();
            }
            catch (IOException) when (_token.Length > 0)
            {
                // Between two versions of the file: the old token is good for a while.
            }

            _readAt = time.GetTimestamp();
            return _token;
        }
    }
}
