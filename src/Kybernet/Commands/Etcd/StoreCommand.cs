using Kybernet.Host.Cluster;
using Kybernet.Storage;
using Kybernet.Wire.Grpc;

namespace Kybernet.Host.Commands.Etcd;

/// <summary>Runs a command on stores: what they refuse is one line and the exit code 1.</summary>
internal static class StoreCommand
{
    public static async Task<int> RunAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (Exception e) when (e is StoreException or GrpcException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailure(e.Message);
        }
    }
}
