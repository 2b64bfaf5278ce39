using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Hollow;
using Kybernet.Kubelet.Pods;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

/// <summary>
/// Makes kubelets whose containers only pretend: they start, run, become ready and end by the clock. The same kubelet, over
/// <c>HollowRuntime</c>, without a call to the machine; in a simulation it runs in virtual time.
/// </summary>
public static class HollowKubelet
{
    /// <summary>Makes one.</summary>
    /// <param name="options">The node it pretends to be.</param>
    /// <param name="client">The API, as <c>system:node:NAME</c>.</param>
    /// <param name="environment">Clock, chance and scheduler.</param>
    /// <param name="loggers">Makes its loggers.</param>
    public static KubeletComponent Create(
        HollowNodeOptions options, IKubeClient client, ExecutionEnvironment environment, ILoggerFactory loggers)
    {
        HollowRuntime runtime = new(environment);
        EventRecorder events = new(client, environment, "kubelet", options.NodeName, loggers.CreateLogger<EventRecorder>());
        return new(
            new()
            {
                NodeName = options.NodeName,
                NodeIps = [options.NodeIp],
                PodCidr = options.PodCidr,
                MaxPods = options.MaxPods,
                NodeLabels = options.NodeLabels,
                Port = 0,
                RelistPeriod = TimeSpan.FromMinutes(1), // the runtime tells what happens
                SyncFrequency = TimeSpan.FromMinutes(10), // there are no volumes to bring up to date
            },
            new()
            {
                Client = client,
                Informers = new(client.Transport, environment, loggers),
                Environment = environment,
                Loggers = loggers,
                Runtime = runtime,
                Machine = new HollowMachine(options),
                Host = new HollowPodHost(),
                Images = new HollowImages(events),
                Hooks = new HollowHooks(environment),
                Prober = new HollowProber(runtime),
                Events = events,
                Readiness = new NodeReadiness(),
            });
    }
}
