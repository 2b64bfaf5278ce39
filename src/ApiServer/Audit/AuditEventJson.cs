using System.Buffers;
using System.Text.Json;
using Kybernet.Api;

namespace Kybernet.ApiServer;

/// <summary>Writes an audit event as a line of JSON (audit.k8s.io/v1 Event).</summary>
internal static class AuditEventJson
{
    /// <summary>Writes the line.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="writer">A writer to write with, used again for line after line.</param>
    /// <param name="audit">The event.</param>
    public static void Write(IBufferWriter<byte> output, Utf8JsonWriter writer, AuditEvent audit)
    {
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("kind", "Event");
        writer.WriteString("apiVersion", "audit.k8s.io/v1");
        writer.WriteString("level", audit.Level.ToString());
        writer.WriteString("auditID", audit.AuditId);
        writer.WriteString("stage", audit.Stage.ToString());
        writer.WriteString("requestURI", audit.RequestUri);
        writer.WriteString("verb", audit.Attributes.Verb);
        WriteUser(writer, audit.Attributes.User);
        if (audit.SourceAddresses.Count > 0)
        {
            writer.WriteStartArray("sourceIPs");
            foreach (var address in audit.SourceAddresses) writer.WriteStringValue(address);
            writer.WriteEndArray();
        }

        if (audit.UserAgent.Length > 0) writer.WriteString("userAgent", audit.UserAgent);
        if (audit.Attributes.IsResourceRequest) WriteObject(writer, audit.Attributes);
        if (audit.Code != 0) WriteStatus(writer, audit);
        writer.WriteString("requestReceivedTimestamp", KubeTime.FormatMicro(audit.RequestReceived));
        writer.WriteString("stageTimestamp", KubeTime.FormatMicro(audit.StageReached));
        writer.WriteStartObject("annotations");
        writer.WriteString("authorization.k8s.io/decision", audit.Decision.IsAllowed ? "allow" : "forbid");
        writer.WriteString("authorization.k8s.io/reason", audit.Decision.Reason);
        writer.WriteEndObject();
        if (!audit.RequestBody.IsEmpty)
        {
            writer.WritePropertyName("requestObject");
            writer.WriteRawValue(audit.RequestBody.Span, skipInputValidation: true);
        }

        if (!audit.ResponseBody.IsEmpty)
        {
            writer.WritePropertyName("responseObject");
            writer.WriteRawValue(audit.ResponseBody.Span, skipInputValidation: true);
        }

        writer.WriteEndObject();
        writer.Flush();
        output.Write("\n"u8);
    }

    private static void WriteUser(Utf8JsonWriter writer, UserInfo user)
    {
        writer.WriteStartObject("user");
        writer.WriteString("username", user.Name);
        if (user.Uid.Length > 0) writer.WriteString("uid", user.Uid);
        writer.WriteStartArray("groups");
        foreach (var group in user.Groups) writer.WriteStringValue(group);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, AuthorizationAttributes attributes)
    {
        writer.WriteStartObject("objectRef");
        WriteUnlessEmpty(writer, "resource", attributes.Resource);
        WriteUnlessEmpty(writer, "namespace", attributes.Namespace);
        WriteUnlessEmpty(writer, "name", attributes.Name);
        WriteUnlessEmpty(writer, "apiGroup", attributes.Group);
        WriteUnlessEmpty(writer, "apiVersion", attributes.Version);
        WriteUnlessEmpty(writer, "subresource", attributes.Subresource);
        writer.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter writer, AuditEvent audit)
    {
        writer.WriteStartObject("responseStatus");
        writer.WriteStartObject("metadata");
        writer.WriteEndObject();
        if (audit.Failure is { } failure)
        {
            WriteUnlessEmpty(writer, "status", failure.StatusValue);
            WriteUnlessEmpty(writer, "message", failure.Message);
            WriteUnlessEmpty(writer, "reason", failure.Reason);
        }

        writer.WriteNumber("code", audit.Code);
        writer.WriteEndObject();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0) writer.WriteString(name, value);
    }
}
