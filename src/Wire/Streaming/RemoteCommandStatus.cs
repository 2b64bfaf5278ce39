using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// How a command ended: a <c>metav1.Status</c>, kept as the JSON in which it travels so that a relay passes on exactly
/// what the runtime said.
/// </summary>
public sealed class RemoteCommandStatus
{
    private RemoteCommandStatus(ReadOnlyMemory<byte> json, int? exitCode, string message) =>
        (Json, ExitCode, Message) = (json, exitCode, message);

    /// <summary>The command ended with exit code 0.</summary>
    public static RemoteCommandStatus Success { get; } = new("""{"metadata":{},"status":"Success"}"""u8.ToArray(), 0, "");

    /// <summary>The status as it goes over the error stream.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The command's exit code; null when it did not come to that.</summary>
    public int? ExitCode { get; }

    /// <summary>What went wrong, for people; empty on success.</summary>
    public string Message { get; }

    /// <summary>The command ran and ended with <paramref name="code"/>.</summary>
    public static RemoteCommandStatus Exited(int code)
    {
        if (code == 0) return Success;
        var number = code.ToString(CultureInfo.InvariantCulture);
        var message = $"command terminated with non-zero exit code: exit status {number}";
        return new(Write(message, "NonZeroExitCode", "ExitCode", number, null), code, message);
    }

    /// <summary>The command could not be run, or the connection to it was lost.</summary>
    public static RemoteCommandStatus InternalError(string reason)
    {
        var cause = $"error executing command in container: {reason}";
        var message = $"Internal error occurred: {cause}";
        return new(Write(message, "InternalError", null, cause, 500), null, message);
    }

    /// <summary>Reads what came over the error stream; nothing at all is success. What is no Status is an internal error.</summary>
    public static RemoteCommandStatus Parse(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return Success;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (Text(root, "status") == "Success") return new(json, 0, "");
            return new(json, ExitCodeOf(root), Text(root, "message") ?? "");
        }
        catch (JsonException)
        {
            return InternalError(Encoding.UTF8.GetString(json.Span));
        }
    }

    private static int? ExitCodeOf(JsonElement status)
    {
        if (Text(status, "reason") != "NonZeroExitCode") return null;
        if (!status.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Object) return null;
        if (!details.TryGetProperty("causes", out var causes) || causes.ValueKind != JsonValueKind.Array) return null;
        foreach (var cause in causes.EnumerateArray())
        {
            if (Text(cause, "reason") != "ExitCode") continue;
            if (int.TryParse(Text(cause, "message"), CultureInfo.InvariantCulture, out var code)) return code;
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static ReadOnlyMemory<byte> Write(string message, string reason, string? causeReason, string causeMessage, int? code)
    {
        ArrayBufferWriter<byte> output = new();
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        json.WriteString("status", "Failure");
        json.WriteString("message", message);
        json.WriteString("reason", reason);
        json.WriteStartObject("details");
        json.WriteStartArray("causes");
        json.WriteStartObject();
        if (causeReason is not null) json.WriteString("reason", causeReason);
        json.WriteString("message", causeMessage);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        if (code is { } number) json.WriteNumber("code", number);
        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }
}
