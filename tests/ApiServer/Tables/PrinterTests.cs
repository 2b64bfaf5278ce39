namespace Kybernet.ApiServer.Tests.Tables;

/// <summary>One or a few objects of each kind whose row is more than its fields.</summary>
public sealed class PrinterTests
{
    private static void Prints(string cells, string apiVersion, string kind, string fields) =>
        Assert.Equal(cells, Printed.Cells($$"""
            apiVersion: {{apiVersion}}
            kind: {{kind}}
            metadata: {name: x, creationTimestamp: '2026-05-16T09:00:00Z'}
            {{fields}}
            """));

    [Theory]
    [InlineData("x | ClusterIP | 10.0.0.1 | <none> | 80/TCP | 27h | app=web", "{type: ClusterIP, clusterIPs: [10.0.0.1], ports: [{port: 80, protocol: TCP}], selector: {app: web}}")]
    [InlineData("x | ClusterIP | None | <none> | <none> | 27h | <none>", "{type: ClusterIP, clusterIPs: [None]}")]
    [InlineData("x | NodePort | 10.0.0.1 | 1.2.3.4 | 80:30080/TCP,53/UDP | 27h | <none>", "{type: NodePort, clusterIPs: [10.0.0.1], externalIPs: [1.2.3.4], ports: [{port: 80, nodePort: 30080, protocol: TCP}, {port: 53, protocol: UDP}]}")]
    [InlineData("x | LoadBalancer | <none> | <pending> | <none> | 27h | <none>", "{type: LoadBalancer}")]
    [InlineData("x | ExternalName | <none> | example.com | <none> | 27h | <none>", "{type: ExternalName, externalName: example.com}")]
    public void Services(string cells, string spec) => Prints(cells, "v1", "Service", $"spec: {spec}");

    [Fact]
    public void Load_balancers_show_each_address_once() => Prints(
        "x | LoadBalancer | <none> | 1.1.1.1,a.example.com,2.2.2.2 | <none> | 27h | <none>", "v1", "Service",
        "spec: {type: LoadBalancer, externalIPs: [2.2.2.2]}\nstatus: {loadBalancer: {ingress: [{hostname: a.example.com}, {ip: 1.1.1.1}, {ip: 1.1.1.1}]}}");

    [Theory]
    [InlineData("x | Ready | control-plane,worker | 27h | v1.36.0 | 10.0.0.1 | <none> | Debian | 6.1 (amd64) | containerd://1.6",
        "{node-role.kubernetes.io/worker: '', node-role.kubernetes.io/control-plane: ''}", "{}",
        "{conditions: [{type: Ready, status: 'True'}], addresses: [{type: Hostname, address: host}, {type: InternalIP, address: 10.0.0.1}], nodeInfo: {kubeletVersion: v1.36.0, osImage: Debian, kernelVersion: '6.1', architecture: amd64, containerRuntimeVersion: 'containerd://1.6'}}")]
    [InlineData("x | NotReady,SchedulingDisabled | infra | 27h |  | <none> | <none> | <unknown> | <unknown> | <unknown>",
        "{kubernetes.io/role: infra}", "{unschedulable: true}", "{conditions: [{type: Ready, status: Unknown}]}")]
    public void Nodes(string cells, string labels, string spec, string status) => Assert.Equal(cells, Printed.Cells($$"""
        apiVersion: v1
        kind: Node
        metadata: {name: x, creationTimestamp: '2026-05-16T09:00:00Z', labels: {{labels}}}
        spec: {{spec}}
        status: {{status}}
        """));

    [Theory]
    [InlineData("30s | Normal | Pulled | pod/web | spec.containers{c} | kubelet, n1 | Done | 60m | 7 | x",
        "firstTimestamp: '2026-05-17T11:00:00Z'\nlastTimestamp: '2026-05-17T11:59:30Z'\ncount: 7\nsource: {component: kubelet, host: n1}")]
    [InlineData("60m | Normal | Pulled | pod/web | spec.containers{c} | scheduler | Done | 60m | 1 | x",
        "eventTime: '2026-05-17T11:00:00.000000Z'\nreportingComponent: scheduler")]
    [InlineData("10s | Normal | Pulled | pod/web | spec.containers{c} | scheduler, i1 | Done | 60m | 4 | x",
        "eventTime: '2026-05-17T11:00:00.000000Z'\nreportingComponent: scheduler\nreportingInstance: i1\nseries: {count: 4, lastObservedTime: '2026-05-17T11:59:50.000000Z'}")]
    public void Events(string cells, string fields) => Prints(
        cells, "v1", "Event", $$"""
        type: Normal
        reason: Pulled
        message: " Done\n"
        involvedObject: {kind: Pod, name: web, fieldPath: "spec.containers{c}"}
        {{fields}}
        """);

    [Theory]
    [InlineData("<none>", "[]")]
    [InlineData("10.0.0.1:80,10.0.0.2:80", "[{addresses: [{ip: 10.0.0.1}, {ip: 10.0.0.2}], ports: [{port: 80}]}]")]
    [InlineData("[fd00::1]:80,[fd00::2]:80,[fd00::1]:81 + 1 more...", "[{addresses: [{ip: 'fd00::1'}, {ip: 'fd00::2'}], ports: [{port: 80}, {port: 81}]}]")]
    [InlineData("10.0.0.1", "[{addresses: [{ip: 10.0.0.1}]}]")]
    public void Endpoints(string addresses, string subsets) => Prints($"x | {addresses} | 27h", "v1", "Endpoints", $"subsets: {subsets}");

    [Fact]
    public void Endpoint_slices() => Prints(
        "x | IPv4 | 80,http,* | 10.0.0.1,10.0.0.2,10.0.0.3 + 1 more... | 27h", "discovery.k8s.io/v1", "EndpointSlice",
        "addressType: IPv4\nports: [{port: 80, name: web}, {name: http}, {}]\nendpoints: [{addresses: [10.0.0.1, 10.0.0.2]}, {addresses: [10.0.0.3]}, {addresses: [10.0.0.4]}]");

    [Theory]
    [InlineData("x | 1/3 | 2 | 1 | 27h | a,b | i,j | app=web,tier in (u,v)", "apps/v1", "Deployment",
        "{replicas: 3, selector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: In, values: [v, u]}]}, template: {spec: {containers: [{name: a, image: i}, {name: b, image: j}]}}}")]
    [InlineData("x | 3 | 0 | 1 | 27h | a | i | app=web", "apps/v1", "ReplicaSet",
        "{replicas: 3, selector: {matchLabels: {app: web}}, template: {spec: {containers: [{name: a, image: i}]}}}")]
    [InlineData("x | 1/3 | 27h | a | i", "apps/v1", "StatefulSet", "{replicas: 3, template: {spec: {containers: [{name: a, image: i}]}}}")]
    [InlineData("x | 0 | 0 | 0 | 0 | 0 | disk=ssd | 27h | a | i | <none>", "apps/v1", "DaemonSet",
        "{template: {spec: {nodeSelector: {disk: ssd}, containers: [{name: a, image: i}]}}}")]
    public void Workloads(string cells, string apiVersion, string kind, string spec) =>
        Prints(cells, apiVersion, kind, $"spec: {spec}\nstatus: {{readyReplicas: 1, updatedReplicas: 2, availableReplicas: 1}}");

    [Theory]
    [InlineData("x | Running | 1/3 | 60m | 27h | a | i | <none>", "{completions: 3}", "{succeeded: 1, startTime: '2026-05-17T11:00:00Z'}")]
    [InlineData("x | Complete | 1/1 of 2 | 90s | 27h | a | i | <none>", "{parallelism: 2}",
        "{succeeded: 1, startTime: '2026-05-17T11:00:00Z', completionTime: '2026-05-17T11:01:30Z', conditions: [{type: Complete, status: 'True'}]}")]
    [InlineData("x | Suspended | 0/1 |  | 27h | a | i | <none>", "{}", "{conditions: [{type: Suspended, status: 'True'}, {type: Failed, status: 'False'}]}")]
    public void Jobs(string cells, string spec, string status) => Prints(
        cells, "batch/v1", "Job", $"spec: {spec[..^1]}{(spec == "{}" ? "" : ", ")}template: {{spec: {{containers: [{{name: a, image: i}}]}}}}}}\nstatus: {status}");

    [Theory]
    [InlineData("cpu: 12%/80%", "autoscaling/v2", "metrics: [{type: Resource, resource: {name: cpu, target: {averageUtilization: 80}}}]", "currentMetrics: [{type: Resource, resource: {name: cpu, current: {averageUtilization: 12}}}]")]
    [InlineData("memory: <unknown>/1Gi, 3/10 + 1 more...", "autoscaling/v2",
        "metrics: [{type: Resource, resource: {name: memory, target: {averageValue: 1Gi}}}, {type: Pods, pods: {target: {averageValue: '10'}}}, {type: Object, object: {target: {value: '5'}}}]",
        "currentMetrics: [{}, {type: Pods, pods: {current: {averageValue: '3'}}}]")]
    [InlineData("<unknown>/5 (avg), <unknown type>", "autoscaling/v2", "metrics: [{type: External, external: {target: {averageValue: '5'}}}, {type: Guess}]", "currentMetrics: []")]
    [InlineData("cpu: 3%/60%", "autoscaling/v1", "targetCPUUtilizationPercentage: 60", "currentCPUUtilizationPercentage: 3")]
    public void Autoscalers(string targets, string apiVersion, string spec, string status) => Prints(
        $"x | Deployment/d | {targets} | 2 | 5 | 4 | 27h", apiVersion, "HorizontalPodAutoscaler",
        $"spec: {{scaleTargetRef: {{kind: Deployment, name: d}}, minReplicas: 2, maxReplicas: 5, {spec.Replace("minReplicas: 2", "")}}}\nstatus: {{currentReplicas: 4, {status.Replace("currentReplicas: 4", "")}}}");

    [Theory]
    [InlineData("x | nginx | a,b | 1.1.1.1 | 80, 443 | 27h", "{ingressClassName: nginx, tls: [{}], rules: [{host: a}, {}, {host: b}]}")]
    [InlineData("x | <none> | * | 1.1.1.1 | 80 | 27h", "{rules: [{}]}")]
    [InlineData("x | <none> | a,b,c + 1 more... | 1.1.1.1 | 80 | 27h", "{rules: [{host: a}, {host: b}, {host: c}, {host: d}]}")]
    public void Ingresses(string cells, string spec) =>
        Prints(cells, "networking.k8s.io/v1", "Ingress", $"spec: {spec}\nstatus: {{loadBalancer: {{ingress: [{{ip: 1.1.1.1}}]}}}}");

    [Fact]
    public void Persistent_volumes() => Prints(
        "x | 1Gi | RWO,RWX | Retain | Bound | ns/c | slow | <unset> |  | 27h | Block", "v1", "PersistentVolume",
        "spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteMany, ReadWriteOnce], persistentVolumeReclaimPolicy: Retain, claimRef: {namespace: ns, name: c}, storageClassName: slow, volumeMode: Block}\nstatus: {phase: Bound}");

    [Theory]
    [InlineData("x | Pending |  |  |  | slow | <unset> | 27h | <unset>", "{storageClassName: slow, resources: {requests: {storage: 2Gi}}}", "{phase: Pending}")]
    [InlineData("x | Bound | pv | 3Gi | ROX |  | fast | 27h | Filesystem", "{volumeName: pv, volumeAttributesClassName: fast, volumeMode: Filesystem}", "{phase: Bound, capacity: {storage: 3Gi}, accessModes: [ReadOnlyMany]}")]
    public void Claims(string cells, string spec, string status) => Prints(cells, "v1", "PersistentVolumeClaim", $"spec: {spec}\nstatus: {status}");

    [Fact]
    public void Role_bindings() => Prints(
        "x | ClusterRole/view | 27h | u, v | g | ns/sa", "rbac.authorization.k8s.io/v1", "RoleBinding",
        "roleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: u}, {kind: Group, name: g}, {kind: User, name: v}, {kind: ServiceAccount, name: sa, namespace: ns}]");

    [Theory]
    [InlineData("Pending", "{}")]
    [InlineData("Approved,Issued", "{conditions: [{type: Approved}], certificate: eA==}")]
    [InlineData("Denied", "{conditions: [{type: Approved}, {type: Denied}]}")]
    public void Signing_requests(string condition, string status) => Prints(
        $"x | 27h | s/t | alice | 24h | {condition}", "certificates.k8s.io/v1", "CertificateSigningRequest",
        $"spec: {{signerName: s/t, username: alice, expirationSeconds: 86400}}\nstatus: {status}");

    [Fact]
    public void Quotas() => Prints(
        "x | cpu: 1/2, pods: 0/10 | limits.cpu: 3/4 | 27h", "v1", "ResourceQuota",
        "status: {hard: {pods: '10', cpu: '2', limits.cpu: '4'}, used: {cpu: '1', limits.cpu: '3'}}");

    [Theory]
    [InlineData("x | Local | True | 27h", "{}", "[{type: Available, status: 'True', reason: Local}]")]
    [InlineData("x | ns/s | False (MissingEndpoints) | 27h", "{service: {namespace: ns, name: s}}", "[{type: Available, status: 'False', reason: MissingEndpoints}]")]
    public void Api_services(string cells, string spec, string conditions) =>
        Prints(cells, "apiregistration.k8s.io/v1", "APIService", $"spec: {spec}\nstatus: {{conditions: {conditions}}}");

    [Theory]
    [InlineData("x | statefulset.apps/web | 3 | 27h", "[{apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}]")]
    [InlineData("x | <none> | 3 | 27h", "[]")]
    public void Controller_revisions(string cells, string owners) => Assert.Equal(cells, Printed.Cells($$"""
        apiVersion: apps/v1
        kind: ControllerRevision
        metadata: {name: x, creationTimestamp: '2026-05-16T09:00:00Z', ownerReferences: {{owners}}}
        revision: 3
        """));

    [Theory]
    [InlineData("x | p | ns/c | 27h", "{policyName: p, paramRef: {name: c, namespace: ns}}")]
    [InlineData("x | p | <unset> | 27h", "{policyName: p}")]
    [InlineData("x | p | &LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:c,Operator:In,Values:[d e],},},} | 27h",
        "{policyName: p, paramRef: {selector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d, e]}]}}}")]
    public void Policy_bindings(string cells, string spec) =>
        Prints(cells, "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", $"spec: {spec}");

    [Theory]
    [InlineData("x | Limited | 20 | 64 | 6 | 50 | 27h", "{type: Limited, limited: {nominalConcurrencyShares: 20, limitResponse: {queuing: {queues: 64, handSize: 6, queueLengthLimit: 50}}}}")]
    [InlineData("x | Exempt | <none> | <none> | <none> | <none> | 27h", "{type: Exempt, exempt: {}}")]
    public void Priority_levels(string cells, string spec) =>
        Prints(cells, "flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", $"spec: {spec}");

    [Fact]
    public void Ip_addresses() => Prints(
        "x | services/default/kubernetes", "networking.k8s.io/v1", "IPAddress", "spec: {parentRef: {resource: services, namespace: default, name: kubernetes}}");

    [Fact]
    public void Kinds_without_a_printer_of_their_own_show_when_they_were_created() =>
        Prints("x | 2026-05-16T09:00:00Z", "rbac.authorization.k8s.io/v1", "ClusterRole", "rules: []");
}
