using Kybernet.Api;

namespace Kybernet.ApiServer.Tests;

/// <summary>Objects in a list, for what reads the server's caches.</summary>
internal sealed class FakeObjects : IObjectReader
{
    private readonly List<KubeObject> _objects = [];
    private long _revision;

    public void Add(params KubeObject[] objects)
    {
        _objects.AddRange(objects);
        _revision++;
    }

    public void Remove(KubeObject obj)
    {
        _objects.Remove(obj);
        _revision++;
    }

    public T? Find<T>(string ns, string name) where T : KubeObject, IKubeResource, new() =>
        _objects.OfType<T>().FirstOrDefault(o => o.Metadata.Namespace == ns && o.Metadata.Name == name);

    public IEnumerable<T> List<T>(string ns = "") where T : KubeObject, IKubeResource, new() =>
        _objects.OfType<T>().Where(o => ns.Length == 0 || o.Metadata.Namespace == ns);

    public long LastChange<T>() where T : KubeObject, IKubeResource, new() => _revision;
}
