using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>The parameters of admission policies.</summary>
internal static class ParamCells
{
    /// <summary>The kind of the parameters, as <c>v1/ConfigMap</c>.</summary>
    public static string Kind(ParamKind? kind) => kind is null ? CellText.Unset : $"{kind.ApiVersion}/{kind.Kind}";

    /// <summary>Which object the parameters are in.</summary>
    public static string Reference(ParamRef? reference) => reference switch
    {
        null => CellText.Unset,
        { Name.Length: > 0, Namespace.Length: > 0 } => $"{reference.Namespace}/{reference.Name}",
        { Name.Length: > 0 } => reference.Name,
        { Selector: { } selector } => Go(selector),
        _ => CellText.Unset,
    };

    // Upstream prints the selector as Go prints the struct; scripts may read it.
    private static string Go(LabelSelector selector)
    {
        var labels = string.Concat(selector.MatchLabels.Select(l => $"{l.Key}: {l.Value},"));
        var expressions = string.Concat(selector.MatchExpressions.Select(e =>
            $"LabelSelectorRequirement{{Key:{e.Key},Operator:{e.Operator},Values:[{string.Join(' ', e.Values)}],}},"));
        return $"&LabelSelector{{MatchLabels:map[string]string{{{labels}}},MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}";
    }
}
