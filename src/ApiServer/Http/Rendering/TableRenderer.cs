using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes objects as a meta.k8s.io Table.</summary>
/// <param name="definition">What they are.</param>
/// <param name="version">The Table's version: v1 or v1beta1.</param>
/// <param name="include">What of each object goes with its row.</param>
/// <param name="now">The time from which ages count.</param>
internal sealed class TableRenderer(ResourceDefinition definition, string version, IncludeObject include, DateTimeOffset now)
{
    private readonly ITablePrinter _printer = definition.Printer ?? new NameAndAgePrinter(definition.Resource.Columns);

    /// <summary>Writes a Table.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="entries">The rows.</param>
    /// <param name="metadata">The fields of the Table's metadata, as JSON without braces.</param>
    /// <param name="withColumns">Whether the columns are described; in a watch only the first Table does.</param>
    public void Write(IBufferWriter<byte> output, IEnumerable<ObjectEntry> entries, ReadOnlySpan<byte> metadata, bool withColumns = true)
    {
        output.Write("{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/"u8);
        output.Write(Encoding.UTF8.GetBytes(version));
        output.Write("\",\"metadata\":{"u8);
        output.Write(metadata);
        output.Write("},\"columnDefinitions\":"u8);
        if (withColumns) WriteColumns(output);
        else output.Write("null"u8);
        output.Write(",\"rows\":["u8);
        var first = true;
        using Utf8JsonWriter writer = new(output, KubeJson.WriterOptions);
        foreach (var entry in entries)
        {
            if (!first) output.Write(","u8);
            first = false;
            WriteRow(output, writer, entry);
        }

        output.Write("]}"u8);
    }

    private void WriteColumns(IBufferWriter<byte> output)
    {
        using Utf8JsonWriter writer = new(output, KubeJson.WriterOptions);
        writer.WriteStartArray();
        foreach (var column in definition.Resource.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, column.Name);
            writer.WriteString("type"u8, column.Type);
            writer.WriteString("format"u8, column.Format);
            writer.WriteString("description"u8, column.Description);
            writer.WriteNumber("priority"u8, column.Priority);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // A bookmark was never stored.
    private KubeObject Stored(ObjectEntry entry) =>
        ReferenceEquals(entry.Origin, entry) ? definition.Converter!.ToStored(entry.Object.Clone()) : entry.Origin.Object;

    private void WriteRow(IBufferWriter<byte> output, Utf8JsonWriter writer, ObjectEntry entry)
    {
        TableRow row = new();
        _printer.Print(definition.PrintsStored ? Stored(entry) : entry.Object, now, row);
        writer.Reset();
        writer.WriteStartObject();
        writer.WriteStartArray("cells"u8);
        foreach (var cell in row.Cells) cell.Write(writer);
        writer.WriteEndArray();
        if (row.Conditions.Count > 0) WriteConditions(writer, row.Conditions);
        writer.WritePropertyName("object"u8);
        writer.Flush();
        switch (include)
        {
            case IncludeObject.None: output.Write("null"u8); break;
            case IncludeObject.Object: entry.WriteTo(output); break;
            default: PartialMetadata.Write(output, entry, version); break;
        }

        output.Write("}"u8);
    }

    private static void WriteConditions(Utf8JsonWriter writer, List<TableRowCondition> conditions)
    {
        writer.WriteStartArray("conditions"u8);
        foreach (var condition in conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, condition.Type);
            writer.WriteString("status"u8, condition.Status);
            if (condition.Reason.Length > 0) writer.WriteString("reason"u8, condition.Reason);
            if (condition.Message.Length > 0) writer.WriteString("message"u8, condition.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
