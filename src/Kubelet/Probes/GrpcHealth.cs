using System.Buffers;
using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Wire.Grpc;

namespace Kybernet.Kubelet.Probes;

/// <summary>The question of the gRPC health checking protocol, <c>grpc.health.v1.Health/Check</c>.</summary>
internal static class GrpcHealth
{
    private const byte ServiceField = 0x0a; // field 1, length-delimited
    private const byte StatusField = 0x08; // field 1, varint
    private const int Serving = 1;

    private static readonly GrpcMethod<string, HealthStatus> Check = new(
        "/grpc.health.v1.Health/Check",
        new(static (service, output) => output.Write(Encode(service)), static bytes => Encoding.UTF8.GetString(bytes)),
        new(static (status, output) => output.Write([StatusField, (byte)status.Value]), Decode));

    /// <summary>Asks once.</summary>
    public static async Task<ProbeAnswer> AskAsync(string host, GRPCAction action, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        var address = host.Contains(':') ? $"[{host}]" : host;
        using var channel = GrpcChannel.ForAddress(new($"http://{address}:{action.Port}"), new() { ConnectTimeout = timeout, Time = time });
        try
        {
            var status = await channel.UnaryAsync(Check, action.Service ?? "", new() { Timeout = timeout }, cancellation);
            return status.Value == Serving
                ? new(ProbeResult.Success, "service is serving")
                : new(ProbeResult.Failure, $"service unhealthy (responded with \"{status.Name}\")");
        }
        catch (GrpcException e)
        {
            return new(ProbeResult.Failure, e.Code switch
            {
                GrpcStatusCode.Unimplemented => $"this server does not implement the grpc health protocol (grpc.health.v1.Health): {e.Detail}",
                GrpcStatusCode.DeadlineExceeded => $"timeout: health rpc did not complete within {Api.KubeDuration.Format(timeout)}",
                _ => $"error: health rpc failed: {e.Message}",
            });
        }
    }

    private static byte[] Encode(string service)
    {
        var text = Encoding.UTF8.GetBytes(service);
        return text.Length == 0 ? [] : [ServiceField, .. Varint(text.Length), .. text];
    }

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }

    private static HealthStatus Decode(ReadOnlySequence<byte> message)
    {
        var bytes = message.ToArray();
        return new(bytes.Length >= 2 && bytes[0] == StatusField ? bytes[1] : 0);
    }

    private sealed record HealthStatus(int Value)
    {
        public string Name => Value switch
        {
            0 => "UNKNOWN",
            2 => "NOT_SERVING",
            3 => "SERVICE_UNKNOWN",
            _ => "SERVING",
        };
    }
}
