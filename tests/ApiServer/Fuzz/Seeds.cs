using Kybernet.Api;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>Small valid objects, from which requests are grown; kinds that are not here need nothing but a name, or are mostly refused.</summary>
internal static class Seeds
{
    private const string PodSpec = """{"containers":[{"name":"main","image":"busybox","ports":[{"containerPort":80,"name":"http"}],"resources":{"requests":{"cpu":"100m","memory":"1Mi"}},"env":[{"name":"A","value":"b"}],"volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","emptyDir":{}}]}""";
    private const string Template = $$$$"""{"metadata":{"labels":{"app":"web"}},"spec":{{{{PodSpec}}}}}""";
    private const string Selector = """{"matchLabels":{"app":"web"}}""";

    private static readonly Dictionary<string, string> Json = new(StringComparer.Ordinal)
    {
        ["Pod"] = $$$$"""{"metadata":{"labels":{"app":"web"}},"spec":{{{{PodSpec}}}}}""",
        ["Deployment"] = $$$$"""{"spec":{"replicas":2,"selector":{{{{Selector}}}},"template":{{{{Template}}}}}}""",
        ["ReplicaSet"] = $$$$"""{"spec":{"replicas":2,"selector":{{{{Selector}}}},"template":{{{{Template}}}}}}""",
        ["DaemonSet"] = $$$$"""{"spec":{"selector":{{{{Selector}}}},"template":{{{{Template}}}}}}""",
        ["StatefulSet"] = $$$$$"""{"spec":{"serviceName":"web","selector":{{{{{Selector}}}}},"template":{{{{{Template}}}}},"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}""",
        ["ReplicationController"] = $$$$"""{"spec":{"replicas":1,"selector":{"app":"web"},"template":{{{{Template}}}}}}""",
        ["Job"] = """{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox"}]}}}}""",
        ["CronJob"] = """{"spec":{"schedule":"0 0 * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox"}]}}}}}}""",
        ["PodTemplate"] = $$$$"""{"template":{{{{Template}}}}}""",
        ["ConfigMap"] = """{"data":{"a":"b"},"binaryData":{"x":"AAE="}}""",
        ["Secret"] = """{"type":"Opaque","data":{"a":"Yg=="}}""",
        ["Service"] = """{"spec":{"selector":{"app":"web"},"ports":[{"name":"http","port":80,"targetPort":"http"},{"name":"s","port":443,"protocol":"TCP"}]}}""",
        ["Endpoints"] = """{"subsets":[{"addresses":[{"ip":"127.1.0.1"}],"ports":[{"port":80}]}]}""",
        ["EndpointSlice"] = """{"addressType":"IPv4","endpoints":[{"addresses":["127.1.0.1"]}],"ports":[{"name":"http","port":80}]}""",
        ["Node"] = """{"metadata":{"labels":{"kubernetes.io/hostname":"a"}},"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}}""",
        ["Event"] = """{"involvedObject":{"kind":"Pod","name":"a","namespace":"fuzz"},"reason":"Started","message":"m","type":"Normal"}""",
        ["LimitRange"] = """{"spec":{"limits":[{"type":"Container","default":{"cpu":"1"}}]}}""",
        ["ResourceQuota"] = """{"spec":{"hard":{"pods":"100"}}}""",
        ["PersistentVolume"] = """{"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/tmp"}}}""",
        ["PersistentVolumeClaim"] = """{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}""",
        ["StorageClass"] = """{"provisioner":"example.com/x"}""",
        ["VolumeAttachment"] = """{"spec":{"attacher":"example.com","nodeName":"a","source":{"persistentVolumeName":"a"}}}""",
        ["CSINode"] = """{"spec":{"drivers":[]}}""",
        ["CSIDriver"] = """{"spec":{"attachRequired":true}}""",
        ["CSIStorageCapacity"] = """{"storageClassName":"a"}""",
        ["Ingress"] = """{"spec":{"rules":[{"host":"a.example.com","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"web","port":{"number":80}}}}]}}]}}""",
        ["IngressClass"] = """{"spec":{"controller":"example.com/x"}}""",
        ["NetworkPolicy"] = """{"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"127.0.0.0/8"}}],"ports":[{"port":80}]}]}}""",
        ["Role"] = """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""",
        ["ClusterRole"] = """{"rules":[{"nonResourceURLs":["/x"],"verbs":["get"]}]}""",
        ["RoleBinding"] = """{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"a"},"subjects":[{"kind":"User","name":"u","apiGroup":"rbac.authorization.k8s.io"}]}""",
        ["ClusterRoleBinding"] = """{"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"a"},"subjects":[{"kind":"ServiceAccount","name":"u","namespace":"fuzz"}]}""",
        ["PriorityClass"] = """{"value":10}""",
        ["PodDisruptionBudget"] = $$$$"""{"spec":{"minAvailable":"50%","selector":{{{{Selector}}}}}}""",
        ["HorizontalPodAutoscaler"] = """{"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"a"}}}""",
        ["Lease"] = """{"spec":{"holderIdentity":"a","leaseDurationSeconds":10,"renewTime":"2026-01-02T03:04:05.000006Z"}}""",
        ["RuntimeClass"] = """{"handler":"runc"}""",
        ["FlowSchema"] = """{"spec":{"priorityLevelConfiguration":{"name":"exempt"},"matchingPrecedence":100}}""",
        ["PriorityLevelConfiguration"] = """{"spec":{"type":"Limited","limited":{"nominalConcurrencyShares":5,"limitResponse":{"type":"Reject"}}}}""",
        ["ControllerRevision"] = """{"revision":1,"data":{"a":1}}""",
        ["IPAddress"] = """{"spec":{"parentRef":{"resource":"services","name":"a","namespace":"fuzz"}}}""",
        ["ServiceCIDR"] = """{"spec":{"cidrs":["10.97.0.0/24"]}}""",
        ["CertificateSigningRequest"] = """{"spec":{"signerName":"example.com/x","usages":["client auth"],"request":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K"}}""",
        ["CustomResourceDefinition"] = """{"metadata":{"name":"things.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"x":{"type":"integer"}}}}}]}}""",
        ["APIService"] = """{"metadata":{"name":"v1.example.com"},"spec":{"group":"example.com","version":"v1","groupPriorityMinimum":100,"versionPriority":10}}""",
        ["ValidatingAdmissionPolicy"] = """{"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],"resources":["pods"]}]},"validations":[{"expression":"true"}]}}""",
        ["ValidatingWebhookConfiguration"] = """{"webhooks":[{"name":"a.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"service":{"name":"a","namespace":"fuzz"}}}]}""",
        ["MutatingWebhookConfiguration"] = """{"webhooks":[{"name":"a.example.com","sideEffects":"None","admissionReviewVersions":["v1"],"clientConfig":{"service":{"name":"a","namespace":"fuzz"}}}]}""",
        ["ResourceClaim"] = """{"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"a"}}]}}}""",
        ["DeviceClass"] = """{"spec":{}}""",
        ["SubjectAccessReview"] = """{"spec":{"user":"u","resourceAttributes":{"verb":"get","resource":"pods"}}}""",
        ["LocalSubjectAccessReview"] = """{"spec":{"user":"u","resourceAttributes":{"namespace":"fuzz","verb":"get","resource":"pods"}}}""",
        ["SelfSubjectAccessReview"] = """{"spec":{"nonResourceAttributes":{"path":"/healthz","verb":"get"}}}""",
        ["SelfSubjectRulesReview"] = """{"spec":{"namespace":"fuzz"}}""",
        ["TokenReview"] = """{"spec":{"token":"secret"}}""",
        ["TokenRequest"] = """{"spec":{"audiences":["a"],"expirationSeconds":600}}""",
        ["Scale"] = """{"spec":{"replicas":3}}""",
        ["Binding"] = """{"target":{"kind":"Node","name":"a"}}""",
        ["Eviction"] = """{"deleteOptions":{"gracePeriodSeconds":0}}""",
    };

    public static JsonObject Of(GroupVersionKind kind, string name, string ns)
    {
        JsonObject given = JsonValue.Parse(Json.GetValueOrDefault(kind.Kind, "{}")).AsObject();
        JsonObject result = new() { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind };
        foreach (var (field, value) in given) result[field] = value;
        var metadata = given["metadata"].ObjectOrNull ?? new JsonObject();
        if (metadata["name"].IsNull) metadata["name"] = name;
        if (ns.Length > 0) metadata["namespace"] = ns;
        result["metadata"] = metadata;
        return result;
    }
}
