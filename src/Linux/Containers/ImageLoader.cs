using Kybernet.Base;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Containers;

/// <summary>Brings images from files into a node's engine, where pods find them without a registry.</summary>
public sealed class ImageLoader
{
    private static readonly TimeSpan NoticeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly string _socket;
    private readonly string _snapshotter;
    private readonly ExecutionEnvironment _environment;
    private readonly ContainerCommands _commands;

    internal ImageLoader(string socket, string snapshotter, ICommandRunner runner, ExecutionEnvironment environment)
    {
        (_socket, _snapshotter, _environment) = (socket, snapshotter, environment);
        _commands = new ContainerCommands(runner, socket);
    }

    /// <summary>
    /// Loads the images of an archive (as `docker save`, or an OCI image layout in a tar file, compressed or not) and returns their
    /// full names, once pods can use them.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It could not be loaded; the message holds what the engine said.</exception>
    public async Task<IReadOnlyList<string>> LoadAsync(string archive, CancellationToken cancellation)
    {
        if (!File.Exists(archive)) throw new FileNotFoundException($"there is no file {archive}", archive);
        IReadOnlyList<string> names;
        try
        {
            names = await _commands.ImportAsync(archive, _snapshotter, cancellation);
        }
        catch (CommandFailedException e)
        {
            var said = e.Result.Error.Trim();
            throw new InvalidDataException($"{archive} cannot be loaded as an image archive (docker save, or an OCI image layout in a tar file): {said}", e);
        }
        await WaitUntilNoticedAsync(names, cancellation);
        return names;
    }

    /// <summary>Loads an image that is made here, unless the engine has one of its name.</summary>
    public async Task EnsureAsync(OciImage image, CancellationToken cancellation)
    {
        if ((await _commands.ManagedImagesAsync(cancellation)).Contains(image.Name)) return;
        var archive = Path.Combine(Path.GetDirectoryName(_socket)!, $"image-{_environment.Random.NextUid()}.tar");
        try
        {
            OciArchive.Write(image, archive);
            await LoadAsync(archive, cancellation);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>The Container Runtime Interface learns of imported images by events, a moment later, and labels them.</summary>
    private async Task WaitUntilNoticedAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var start = _environment.Time.GetTimestamp();
        while (names.Except(await _commands.ManagedImagesAsync(cancellation)).Any())
        {
            if (_environment.Time.GetElapsedTime(start) > NoticeLimit)
                throw new TimeoutException($"the images {string.Join(", ", names)} were imported, but the engine did not take note of them");
            await _environment.Delay(PollInterval, cancellation);
        }
    }
}
