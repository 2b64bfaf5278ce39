using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;

namespace Kybernet.ApiServer.Pipeline.Options;

/// <summary>What is wrong with a request's options. They are refused as if they were objects of group meta.k8s.io.</summary>
internal sealed class OptionErrors
{
    private readonly List<StatusCause> _causes = [];

    /// <summary>An option has to be given.</summary>
    public void Required(string field, string detail) => Add("FieldValueRequired", field, "Required value: " + detail);

    /// <summary>An option may not be given, or not so.</summary>
    public void Forbidden(string field, string detail) => Add("FieldValueForbidden", field, "Forbidden: " + detail);

    /// <summary>An option's value is malformed.</summary>
    public void Invalid(string field, string value, string detail) =>
        Add("FieldValueInvalid", field, $"Invalid value: {GoQuote.Quote(value)}: {detail}");

    /// <summary>An option's value is none of the few that are known.</summary>
    /// <param name="field">The option.</param>
    /// <param name="value">The value as Go prints it.</param>
    /// <param name="supported">The known ones, in the order in which they are told.</param>
    public void NotSupported(string field, string value, params IEnumerable<string> supported) => Add(
        "FieldValueNotSupported", field,
        $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(GoQuote.Quote))}");

    /// <summary>An option's value is too long.</summary>
    public void TooLong(string field, int maxBytes) =>
        Add("FieldValueTooLong", field, $"Too long: may not be more than {maxBytes} bytes");

    /// <summary>Throws if anything is wrong.</summary>
    /// <param name="kind">The options' kind: <c>ListOptions</c>.</param>
    /// <exception cref="KubeApiException">422 Invalid.</exception>
    public void ThrowIfAny(string kind)
    {
        if (_causes.Count == 0) return;
        var all = _causes.Select(c => $"{c.Field}: {c.Message}").ToList();
        var told = all.Count == 1 ? all[0] : $"[{string.Join(", ", all)}]";
        throw ApiErrors.Make(
            422, "Invalid", $"{kind}.meta.k8s.io \"\" is invalid: {told}",
            new StatusDetails { Group = "meta.k8s.io", Kind = kind, Causes = [.. _causes] });
    }

    private void Add(string reason, string field, string message) =>
        _causes.Add(new StatusCause { Reason = reason, Message = message, Field = field });
}
