using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kybernet.Api;

/// <summary>How JSON is written.</summary>
internal static class GoJson
{
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = DecodeState.MaxDepth * 2,
    };
}
