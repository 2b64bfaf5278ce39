using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;
using Kybernet.Api.Schema;
using Kybernet.ApiServer.Pipeline.Options;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>
/// A strategic merge patch (upstream's smpPatcher): the patched fields become an object without being JSON in between. So errors
/// are worded in another way than a decoder's, and quote the patch.
/// </summary>
internal sealed class StrategicPatchDocument(ApiRequest request, GroupVersionKind kind, FieldValidation validation)
    : PatchDocument(request, kind, validation)
{
    protected override KubeObject Patch(ReadOnlySpan<byte> current, ICollection<string>? problems)
    {
        var patch = StrategicMergePatch.Parse(Body, problems);
        var tree = StrategicMergePatch.Apply(JsonValue.Parse(current).AsObject(), patch, PatchSchemas.Of(Kind));

        // What can be decoded needs no conversion, unless there is something to tell.
        var unknown = NewProblems();
        if (TryDecode(tree, unknown, out var obj, out _) && unknown is not { Count: > 0 })
        {
            Report(null, () => GoText.Print(patch));
            return obj;
        }

        try
        {
            var told = UnstructuredConversion.Fit(tree, SchemaCatalog.Find(Kind)!);
            Report(unknown is null ? null : told, () => GoText.Print(patch));
        }
        catch (JsonDecodeException e)
        {
            throw Misfit(GoText.Print(patch), e.Message);
        }

        return TryDecode(tree, null, out obj, out var why) ? obj : throw Misfit(GoText.Print(patch), why);
    }

    // kind and apiVersion are not among the fields that are patched.
    private bool TryDecode(JsonObject tree, List<string>? unknown, out KubeObject obj, out string why)
    {
        obj = (KubeObject)ApiCatalog.FindKind(Kind)!.Create();
        why = "";
        try
        {
            KubeCodec.DecodeInto(obj, ((JsonValue)tree).Encode(), unknown);
        }
        catch (JsonDecodeException e)
        {
            why = e.Message;
        }

        obj.ApiVersion = Kind.ApiVersion;
        obj.Kind = Kind.Kind;
        return why.Length == 0;
    }
}
