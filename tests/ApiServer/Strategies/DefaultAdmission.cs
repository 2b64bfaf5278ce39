using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Admission.Steps;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.Base;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>The admission steps and the allocator, over a fresh cluster: default service accounts, no classes.</summary>
internal static class DefaultAdmission
{
    private static readonly RandomSource Chance = new(1);
    private static readonly FakeObjects Objects = KnownObjects();

    // The recorded requests were dry runs.
    private static readonly ServiceAllocator Allocator = new(
        ["IPv4"], new ServiceRanges(Objects), new NodePortRange(30000, 32767),
        new AllocationRegister(MemoryStore.Create(ExecutionEnvironment.System()), new IdentityTransformer(), ExecutionEnvironment.System()), Objects, Chance);

    private static readonly AdmissionChain Chain = new(
    [
        new LimitRanger(Objects),
        new ServiceAccountStep(Objects, Chance),
        new TaintNodesByCondition(),
        new PriorityStep(Objects),
        new DefaultTolerationSeconds(),
        new DefaultStorageClass(Objects),
        new StorageObjectInUseProtection(),
        new RuntimeClassStep(Objects),
        new CertificateRequestor(),
        new DefaultIngressClass(Objects),
    ]);

    public static void Mutate(ApiResource resource, KubeObject obj, KubeObject? old) => Finished(Chain.MutateAsync(Request(resource, obj, old), default));

    public static void Validate(ApiResource resource, KubeObject obj, KubeObject? old) => Finished(Chain.ValidateAsync(Request(resource, obj, old), default));

    // Each object comes to a cluster without services.
    public static void Allocate(KubeObject obj, KubeObject? old)
    {
        if (obj is not Service service) return;
        var pending = Allocator.AllocateAsync(service, (Service?)old, dryRun: true, new HashSet<StoreKey>(), default);
        Assert.True(pending.IsCompleted);
        pending.GetAwaiter().GetResult();
    }

    private static AdmissionRequest Request(ApiResource resource, KubeObject obj, KubeObject? old) => new()
    {
        Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
        User = new UserInfo { Name = "bench", Groups = ["system:masters", "system:authenticated"] },
        Resource = resource,
        Namespace = obj.Metadata.Namespace,
        Name = obj.Metadata.Name,
        Kind = obj,
        OldObject = old,
        Warn = _ => { },
    };

    private static void Finished(ValueTask task)
    {
        Assert.True(task.IsCompleted);
        task.GetAwaiter().GetResult();
    }

    private static FakeObjects KnownObjects()
    {
        FakeObjects objects = new();
        foreach (var ns in new[] { "default", "kube-system" })
        {
            objects.Add(new ServiceAccount { Metadata = { Name = "default", Namespace = ns } });
        }

        objects.Add(new ServiceCIDR { Metadata = { Name = "kubernetes" }, Spec = { Cidrs = ["10.96.0.0/16"] } });
        objects.Add(new PriorityClass { Metadata = { Name = "system-node-critical" }, Value = 2_000_001_000, PreemptionPolicy = "PreemptLowerPriority" });
        objects.Add(new PriorityClass { Metadata = { Name = "system-cluster-critical" }, Value = 2_000_000_000, PreemptionPolicy = "PreemptLowerPriority" });
        return objects;
    }
}
