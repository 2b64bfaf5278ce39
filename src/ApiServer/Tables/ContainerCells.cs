using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>The wide columns of everything that has a pod template.</summary>
internal static class ContainerCells
{
    /// <summary>The containers' names.</summary>
    public static string Names(KubeList<Container> containers) => string.Join(',', containers.Select(c => c.Name));

    /// <summary>The containers' images.</summary>
    public static string Images(KubeList<Container> containers) => string.Join(',', containers.Select(c => c.Image));
}
