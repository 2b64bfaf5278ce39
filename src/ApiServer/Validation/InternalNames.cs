using System.Collections.Frozen;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.Validation;

/// <summary>Where upstream's internal types are not the served ones with a capital letter.</summary>
internal static class InternalNames
{
    // Words that Go writes in capitals.
    private static readonly FrozenDictionary<string, string> Spelled = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["apiGroup"] = "APIGroup", ["apiGroups"] = "APIGroups", ["apiVersion"] = "APIVersion", ["apiVersions"] = "APIVersions",
        ["awsElasticBlockStore"] = "AWSElasticBlockStore", ["caBundle"] = "CABundle", ["cephfs"] = "CephFS", ["clientIP"] = "ClientIP",
        ["csi"] = "CSI", ["dnsConfig"] = "DNSConfig", ["dnsPolicy"] = "DNSPolicy", ["fc"] = "FC", ["fsGroup"] = "FSGroup",
        ["fsGroupChangePolicy"] = "FSGroupChangePolicy", ["fsType"] = "FSType", ["gcePersistentDisk"] = "GCEPersistentDisk",
        ["gmsaCredentialSpec"] = "GMSACredentialSpec", ["gmsaCredentialSpecName"] = "GMSACredentialSpecName", ["grpc"] = "GRPC",
        ["httpGet"] = "HTTPGet", ["httpHeaders"] = "HTTPHeaders", ["ip"] = "IP", ["ipBlock"] = "IPBlock", ["ipFamilies"] = "IPFamilies",
        ["ipFamilyPolicy"] = "IPFamilyPolicy", ["ipMode"] = "IPMode", ["iqn"] = "IQN", ["iscsi"] = "ISCSI", ["nfs"] = "NFS",
        ["nonResourceURLs"] = "NonResourceURLs", ["openAPIV3Schema"] = "OpenAPIV3Schema", ["os"] = "OS", ["osImage"] = "OSImage",
        ["pdID"] = "PDID", ["pdName"] = "PDName", ["rbd"] = "RBD", ["seLinuxChangePolicy"] = "SELinuxChangePolicy",
        ["seLinuxOptions"] = "SELinuxOptions", ["sslEnabled"] = "SSLEnabled", ["storageos"] = "StorageOS", ["targetWWNs"] = "TargetWWNs",
        ["tcpSocket"] = "TCPSocket", ["tty"] = "TTY", ["uid"] = "UID", ["url"] = "URL", ["wwids"] = "WWIDs", ["jsonPath"] = "JSONPath",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // Type.field: another name, or null where the internal type has no such field.
    private static readonly FrozenDictionary<string, string?> Own = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["PodSpec.serviceAccount"] = null,
        ["PodSpec.hostNetwork"] = null, ["PodSpec.hostPID"] = null, ["PodSpec.hostIPC"] = null,
        ["PodSpec.shareProcessNamespace"] = null, ["PodSpec.hostUsers"] = null,
        ["RBDVolumeSource.monitors"] = "CephMonitors", ["RBDVolumeSource.image"] = "RBDImage", ["RBDVolumeSource.pool"] = "RBDPool",
        ["RBDVolumeSource.user"] = "RadosUser",
        ["RBDPersistentVolumeSource.monitors"] = "CephMonitors", ["RBDPersistentVolumeSource.image"] = "RBDImage",
        ["RBDPersistentVolumeSource.pool"] = "RBDPool", ["RBDPersistentVolumeSource.user"] = "RadosUser",
        ["GlusterfsVolumeSource.endpoints"] = "EndpointsName", ["GlusterfsPersistentVolumeSource.endpoints"] = "EndpointsName",
        ["Secret.stringData"] = null,
        ["JSONSchemaProps.id"] = "ID", ["JSONSchemaProps.$schema"] = "Schema", ["JSONSchemaProps.$ref"] = "Ref",
        ["JSONSchemaProps.x-kubernetes-preserve-unknown-fields"] = "XPreserveUnknownFields",
        ["JSONSchemaProps.x-kubernetes-embedded-resource"] = "XEmbeddedResource", ["JSONSchemaProps.x-kubernetes-int-or-string"] = "XIntOrString",
        ["JSONSchemaProps.x-kubernetes-list-map-keys"] = "XListMapKeys", ["JSONSchemaProps.x-kubernetes-list-type"] = "XListType",
        ["JSONSchemaProps.x-kubernetes-map-type"] = "XMapType", ["JSONSchemaProps.x-kubernetes-validations"] = "XValidations",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Values = FrozenSet.ToFrozenSet(
    [
        "DeploymentSpec.replicas", "ReplicaSetSpec.replicas", "StatefulSetSpec.replicas",
        "RollingUpdateDeployment.maxUnavailable", "RollingUpdateDeployment.maxSurge", "RollingUpdateDaemonSet.maxUnavailable",
        "RollingUpdateDaemonSet.maxSurge", "RollingUpdateStatefulSetStrategy.partition",
    ], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> Orders = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["PodSpec"] =
        [
            "Volumes", "InitContainers", "Containers", "EphemeralContainers", "RestartPolicy", "TerminationGracePeriodSeconds",
            "ActiveDeadlineSeconds", "DNSPolicy", "NodeSelector", "ServiceAccountName", "AutomountServiceAccountToken", "NodeName",
            "SecurityContext", "ImagePullSecrets", "Hostname", "Subdomain", "SetHostnameAsFQDN", "Affinity", "SchedulerName",
            "Tolerations", "HostAliases", "PriorityClassName", "Priority", "PreemptionPolicy", "DNSConfig", "ReadinessGates",
            "RuntimeClassName", "Overhead", "EnableServiceLinks", "TopologySpreadConstraints", "OS", "SchedulingGates",
        ],
        ["JSONSchemaProps"] = ["ID", "Schema", "Ref", "Description", "Type", "Nullable"],
        ["PodSecurityContext"] =
        [
            "SELinuxOptions", "WindowsOptions", "RunAsUser", "RunAsGroup", "RunAsNonRoot", "SupplementalGroups",
            "SupplementalGroupsPolicy", "FSGroup", "FSGroupChangePolicy", "Sysctls",
        ],
        ["Volume"] =
        [
            "Name", "HostPath", "EmptyDir", "GCEPersistentDisk", "AWSElasticBlockStore", "GitRepo", "Secret", "NFS", "ISCSI", "Glusterfs",
            "PersistentVolumeClaim", "RBD", "Quobyte", "FlexVolume", "Cinder", "CephFS", "Flocker", "DownwardAPI", "FC", "AzureFile",
            "ConfigMap", "VsphereVolume", "AzureDisk", "PhotonPersistentDisk", "Projected",
        ],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The Go name of a field; null where the internal type has none.</summary>
    public static string? Of(string type, string jsonName) =>
        Own.TryGetValue($"{type}.{jsonName}", out var own) ? own
        : Spelled.TryGetValue(jsonName, out var spelled) ? spelled
        : char.ToUpperInvariant(jsonName[0]) + jsonName[1..];

    /// <summary>Whether a field that is served as a pointer is a plain value internally.</summary>
    public static bool IsValue(string type, string jsonName) => Values.Contains($"{type}.{jsonName}");

    /// <summary>The fields in the order of the internal type, where that is another.</summary>
    public static JsonObject Reordered(TypeSchema schema, JsonObject fields)
    {
        if (!Orders.TryGetValue(schema.Name, out var order)) return fields;
        JsonObject result = [];
        foreach (var name in order.Where(fields.Contains)) result[name] = fields[name];
        foreach (var (name, value) in fields)
        {
            if (!result.Contains(name)) result[name] = value;
        }

        return result;
    }
}
