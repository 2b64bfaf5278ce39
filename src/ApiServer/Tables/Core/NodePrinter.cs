using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

internal sealed class NodePrinter : TablePrinter<Node>
{
    private const string RolePrefix = "node-role.kubernetes.io/";
    private const string RoleLabel = "kubernetes.io/role";

    protected override void Print(Node obj, DateTimeOffset now, TableRow row)
    {
        var info = obj.Status.NodeInfo;
        row.Add(
            obj.Metadata.Name,
            Status(obj),
            CellText.OrNone(string.Join(',', Roles(obj.Metadata.Labels))),
            CellText.Age(obj, now),
            info.KubeletVersion,
            Address(obj, "InternalIP"),
            Address(obj, "ExternalIP"),
            OrUnknown(info.OsImage),
            info.Architecture.Length > 0 ? $"{OrUnknown(info.KernelVersion)} ({info.Architecture})" : OrUnknown(info.KernelVersion),
            OrUnknown(info.ContainerRuntimeVersion));
    }

    private static string Status(Node node)
    {
        var status = node.Status.Conditions.LastOrDefault(c => c.Type == "Ready")?.Status switch
        {
            null => "Unknown",
            "True" => "Ready",
            _ => "NotReady",
        };
        return node.Spec.Unschedulable ? status + ",SchedulingDisabled" : status;
    }

    private static SortedSet<string> Roles(KubeMap<string> labels)
    {
        SortedSet<string> roles = new(StringComparer.Ordinal);
        foreach (var (key, value) in labels)
        {
            if (key.Length > RolePrefix.Length && key.StartsWith(RolePrefix, StringComparison.Ordinal)) roles.Add(key[RolePrefix.Length..]);
            else if (key == RoleLabel && value.Length > 0) roles.Add(value);
        }

        return roles;
    }

    private static string Address(Node node, string type) =>
        node.Status.Addresses.FirstOrDefault(a => a.Type == type)?.Address ?? CellText.None;

    private static string OrUnknown(string text) => text.Length > 0 ? text : CellText.Unknown;
}
