using System.Text;
using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;
using Kybernet.ApiServer.Pipeline.Options;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>Reads a patch. Applying what comes out consumes it, so that each try reads it anew.</summary>
/// <param name="body">The patch.</param>
/// <param name="problems">Told fields that come twice or are not known; null: nobody asks.</param>
internal delegate PatchFunction PatchReader(ReadOnlySpan<byte> body, ICollection<string>? problems);

/// <summary>Applies a patch to a tree, which is consumed.</summary>
/// <param name="target">The tree.</param>
/// <param name="opened">Told which objects upstream would take apart; null: nobody asks.</param>
internal delegate JsonValue PatchFunction(JsonValue target, OpenedObjects? opened);

/// <summary>
/// A JSON patch or a merge patch (upstream's jsonPatcher): both change the object's JSON, which then is decoded as if a client
/// had sent it.
/// </summary>
internal sealed class JsonPatchDocument(ApiRequest request, GroupVersionKind kind, FieldValidation validation, PatchReader read)
    : PatchDocument(request, kind, validation)
{
    protected override KubeObject Patch(ReadOnlySpan<byte> current, ICollection<string>? problems)
    {
        var tree = read(Body, problems)(JsonValue.Parse(current), null);
        var unknown = NewProblems();
        if (!HasProblems && TryDecode(tree, tree.Encode(), unknown, out var obj, out _) && unknown is not { Count: > 0 }) return obj;

        // There is something to tell. What comes first, and what is quoted, is in the order in which upstream writes the fields.
        OpenedObjects opened = new();
        tree = opened.InOrder(read(Body, null)(JsonValue.Parse(current), opened));
        var json = tree.Encode();
        unknown = NewProblems();
        if (!TryDecode(tree, json, unknown, out obj, out var why)) throw Misfit(Encoding.UTF8.GetString(json), why);
        Report(unknown, () => Encoding.UTF8.GetString(json));
        return obj;
    }

    private bool TryDecode(JsonValue tree, byte[] json, List<string>? unknown, out KubeObject obj, out string why)
    {
        obj = (KubeObject)ApiCatalog.FindKind(Kind)!.Create();
        why = "";
        try
        {
            if (OtherKind(tree) is { } other) why = WhyNot(other, json);
            else KubeCodec.DecodeInto(obj, json, unknown);
        }
        catch (JsonDecodeException e)
        {
            why = e.Message;
        }

        if (why.Length == 0 && (obj.ApiVersion, obj.Kind) != (Kind.ApiVersion, Kind.Kind)) why = Mismatch(obj.ApiVersion, obj.Kind);
        return why.Length == 0;
    }

    // Another kind that there is, if the patch has made it one.
    private KindInfo? OtherKind(JsonValue tree)
    {
        if (tree.ObjectOrNull is not { } o || o["kind"].StringOrNull is not { } kind || o["apiVersion"].StringOrNull is not { } version) return null;
        if ((version, kind) == (Kind.ApiVersion, Kind.Kind) || version.AsSpan().Count('/') > 1) return null;
        var gv = GroupVersion.Parse(version);
        return ApiCatalog.FindKind(new GroupVersionKind(gv.Group, gv.Version, kind));
    }

    // It is read as what it says it is, before it is seen that it is not what is wanted: so the first error is of that kind.
    private string WhyNot(KindInfo other, byte[] json)
    {
        KubeCodec.DecodeInto(other.Create(), json);
        return Mismatch(other.Gvk.ApiVersion, other.Gvk.Kind);
    }

    private string Mismatch(string version, string kind) => $"{version}, Kind={kind} does not match the expected type {Kind}";
}
