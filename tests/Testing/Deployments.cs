using Kybernet.Api.Apps.V1;

namespace Kybernet.Testing.Tests;

internal static class Deployments
{
    public static Deployment Web(int replicas, string ns = "default", string image = "web:1") => new()
    {
        Metadata = new() { Name = "web", Namespace = ns },
        Spec = new()
        {
            Replicas = replicas,
            Selector = new() { MatchLabels = new() { ["app"] = "web" } },
            Template = new()
            {
                Metadata = new() { Labels = new() { ["app"] = "web" } },
                Spec = new() { Containers = [new() { Name = "c", Image = image }] },
            },
        },
    };
}
