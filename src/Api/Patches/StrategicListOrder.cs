using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>Brings a merged list into order: the patch's elements as the patch orders them, the server's own between them.</summary>
internal static class StrategicListOrder
{
    /// <summary>Orders <paramref name="merged"/> by the patch's and the live list's order, the patch's going first.</summary>
    public static JsonArray Arrange(JsonArray merged, JsonArray patchOrder, JsonArray liveOrder, string mergeKey)
    {
        ElementIndex patchIndex = new(patchOrder, mergeKey);
        ElementIndex liveIndex = new(liveOrder, mergeKey);
        List<Placed> ofPatch = [], ofServer = [];
        foreach (var element in merged)
        {
            var key = ElementIndex.KeyOf(element, mergeKey);
            Placed placed = new(element, patchIndex.Find(key), liveIndex.Find(key));
            (placed.InPatch >= 0 ? ofPatch : ofServer).Add(placed);
        }

        return Interleave([.. ofServer.OrderBy(p => p.InLive)], [.. ofPatch.OrderBy(p => p.InPatch)]);
    }

    /// <summary>The elements that a patch changes must come in the order that $setElementOrder asks for.</summary>
    public static void Check(JsonArray patch, JsonArray order, string mergeKey)
    {
        var at = 0;
        foreach (var element in patch)
        {
            if (mergeKey.Length > 0 && element.ObjectOrNull is { } fields && fields.Contains(PatchDirectives.Patch)) continue;
            var key = ElementIndex.KeyOf(element, mergeKey);
            while (at < order.Count && ElementIndex.KeyOf(order[at], mergeKey) != key) at++;
            if (at++ < order.Count) continue;
            throw new PatchException(
                PatchFailure.Internal,
                $"The order in patch list:\n{GoText.Print(patch)}\n doesn't match {PatchDirectives.SetElementOrder} list:\n{GoText.Print(order)}\n");
        }
    }

    // A server's element goes before the first of the patch's that stands behind it in the live list.
    private static JsonArray Interleave(Placed[] ofServer, Placed[] ofPatch)
    {
        JsonArray result = [];
        int s = 0, p = 0;
        while (s < ofServer.Length || p < ofPatch.Length)
        {
            var takeServer = p == ofPatch.Length
                || (s < ofServer.Length && ofServer[s].InLive >= 0 && ofPatch[p].InLive >= 0 && ofServer[s].InLive < ofPatch[p].InLive);
            result.Add(takeServer ? ofServer[s++].Element : ofPatch[p++].Element);
        }

        return result;
    }

    private readonly record struct Placed(JsonValue Element, int InPatch, int InLive);
}
