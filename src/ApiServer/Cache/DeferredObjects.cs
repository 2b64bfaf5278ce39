using Kybernet.Api;

namespace Kybernet.ApiServer.Cache;

/// <summary>Stands for the caches while the parts that will read them are put together.</summary>
internal sealed class DeferredObjects : IObjectReader
{
    private IObjectReader? _target;

    /// <summary>The caches, once they are there.</summary>
    public IObjectReader Target
    {
        private get => _target ?? throw new InvalidOperationException("the server is being put together: its objects cannot be read yet");
        set => _target = value;
    }

    /// <inheritdoc/>
    public T? Find<T>(string ns, string name) where T : KubeObject, IKubeResource, new() => Target.Find<T>(ns, name);

    /// <inheritdoc/>
    public IEnumerable<T> List<T>(string ns = "") where T : KubeObject, IKubeResource, new() => Target.List<T>(ns);

    /// <inheritdoc/>
    public long LastChange<T>() where T : KubeObject, IKubeResource, new() => Target.LastChange<T>();
}
