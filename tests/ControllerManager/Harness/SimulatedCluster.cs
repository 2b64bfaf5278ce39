using Kybernet.Api.Core.V1;
using Kybernet.ApiServer;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Storage;

namespace Kybernet.ControllerManager.Tests;

/// <summary>
/// A whole API server over a store in memory, and the controllers, each as its own service account: on one thread, in
/// virtual time. Pods are brought to life by <see cref="PodsBecomeReady"/>, if at all.
/// </summary>
internal sealed class SimulatedCluster
{
    private readonly Simulation _simulation;
    private readonly KubeApiServer _server;
    private readonly InformerFactory _informers;

    public SimulatedCluster(int seed = 1, ControllerManagerOptions? options = null)
    {
        _simulation = new Simulation(seed);
        var environment = _simulation.Environment;
        _server = new KubeApiServer(new KubeApiServerOptions { Environment = environment, Store = MemoryStore.Create(environment), CompactionInterval = TimeSpan.Zero });
        Client = new KubeClient(_server.CreateTransport(new UserInfo { Name = "admin", Groups = [UserInfo.PrivilegedGroup] }));
        _simulation.Run(() => _server.StartAsync());
        Manager = new KubeControllerManager(As("system:kube-controller-manager"), Account, environment, Log, options);
        _informers = new InformerFactory(Client.Transport, environment, Log);
        var running = environment.Run(() => Manager.RunAsync(CancellationToken.None));
        _informers.For<Pod>();
        _informers.Start(CancellationToken.None);
        Do(() => Task.WhenAny(Manager.Started, running).Unwrap());
    }

    public KubeControllerManager Manager { get; }

    /// <summary>What the components warn of.</summary>
    public TestLog Log { get; } = new();

    public IKubeClient Client { get; }

    public DateTimeOffset Now => _simulation.Now;

    public ExecutionEnvironment Environment => _simulation.Environment;

    /// <summary>Whether pods become ready two seconds after they were created, and go when they are deleted.</summary>
    public bool PodsBecomeReady { get; set; } = true;

    /// <summary>Runs for so long.</summary>
    public void Advance(double seconds)
    {
        var end = _simulation.Now.AddSeconds(seconds);
        while (_simulation.Now < end)
        {
            _simulation.Advance(TimeSpan.FromSeconds(0.5));
            if (PodsBecomeReady) Do(KubeletAsync);
        }
    }

    public void Do(Func<Task> work)
    {
        try
        {
            _simulation.Run(work, TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Log}", e);
        }
    }

    public T Get<T>(Func<Task<T>> work)
    {
        T result = default!;
        Do(async () => result = await work());
        return result;
    }

    public IReadOnlyList<Pod> Pods(string ns = "default") => Get(async () => (await Client.ListAsync<Pod>(ns)).Items);

    public IEnumerable<string> Events(string ns = "default") =>
        Get(async () => (await Client.ListAsync<Event>(ns)).Items).OrderBy(e => e.FirstTimestamp).ThenBy(e => e.Metadata.Name, StringComparer.Ordinal).Select(e => $"{e.Reason}: {e.Message}");

    private async Task KubeletAsync()
    {
        foreach (var pod in (await Client.ListAsync<Pod>()).Items)
        {
            if (pod.Metadata.DeletionTimestamp is not null)
            {
                await Client.DeleteAsync<Pod>(pod.Metadata.Namespace, pod.Metadata.Name, new() { GracePeriodSeconds = 0 });
            }
            else if (pod.Status.Phase != "Running" && Now - pod.Metadata.CreationTimestamp >= TimeSpan.FromSeconds(2))
            {
                pod.Status.Phase = "Running";
                pod.Status.PodIP = $"10.0.0.{pod.Metadata.Uid.Sum(static c => c) % 250 + 1}";
                pod.Status.PodIPs.Add(new PodIP { Ip = pod.Status.PodIP });
                pod.Status.Conditions.Add(new PodCondition { Type = "Ready", Status = "True", LastTransitionTime = Now });
                await Client.UpdateAsync(pod, "status");
            }
        }
    }

    private KubeClient Account(string name) => As(
        $"system:serviceaccount:kube-system:{name}", "system:serviceaccounts", "system:serviceaccounts:kube-system");

    private KubeClient As(string user, params string[] groups) => new(_server.CreateTransport(new UserInfo { Name = user, Groups = groups }));
}
