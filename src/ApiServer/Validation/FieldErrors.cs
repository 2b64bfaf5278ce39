using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation;

/// <summary>What is wrong with an object, in the order in which it was found (upstream's field.ErrorList).</summary>
internal sealed partial class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<FieldError> All => _errors;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsEmpty => _errors.Count == 0;

    /// <summary>How many errors there are, to see later whether more came.</summary>
    public int Count => _errors.Count;

    /// <summary>A field that has to be there is not.</summary>
    public void Required(FieldPath path, string detail = "") => Add("FieldValueRequired", path, "Required value", detail);

    /// <summary>A value is malformed.</summary>
    public void Invalid(FieldPath path, GoValue value, string detail) => Add("FieldValueInvalid", path, $"Invalid value: {value}", detail);

    /// <summary>A value is malformed and the message does not show it.</summary>
    public void InvalidBare(FieldPath path, string detail) => Add("FieldValueInvalid", path, "Invalid value", detail);

    /// <summary>A value breaks several rules: one error each.</summary>
    public void Invalid(FieldPath path, string value, IReadOnlyList<string> details)
    {
        for (var i = 0; i < details.Count; i++) Invalid(path, value, details[i]);
    }

    /// <summary>A value is none of the few that are allowed, told in the order given.</summary>
    public void NotSupported(FieldPath path, GoValue value, params IEnumerable<string> supported)
    {
        var list = string.Join(", ", supported.Select(GoQuote.Quote));
        Add("FieldValueNotSupported", path, $"Unsupported value: {value}", list.Length == 0 ? "" : "supported values: " + list);
    }

    /// <summary>A value may not be set here.</summary>
    public void Forbidden(FieldPath path, string detail) => Add("FieldValueForbidden", path, "Forbidden", detail);

    /// <summary>A value stands twice where it may stand once.</summary>
    public void Duplicate(FieldPath path, GoValue value) => Add("FieldValueDuplicate", path, $"Duplicate value: {value}", "");

    /// <summary>Something that is referred to does not exist.</summary>
    public void NotFound(FieldPath path, GoValue value, string detail = "") => Add("FieldValueNotFound", path, $"Not found: {value}", detail);

    /// <summary>A string is too long.</summary>
    public void TooLong(FieldPath path, int maxBytes) =>
        Add("FieldValueTooLong", path, "Too long", $"may not be more than {maxBytes} bytes");

    /// <summary>A list has too many items.</summary>
    public void TooMany(FieldPath path, int actual, int max) =>
        Add("FieldValueTooMany", path, $"Too many: {actual}", max == 1 ? "must have at most 1 item" : $"must have at most {max} items");

    /// <summary>Something went wrong that is not the client's fault.</summary>
    public void Internal(FieldPath path, string detail) => Add("InternalError", path, "Internal error", detail);

    /// <summary>Tells everything so far once more.</summary>
    public void Repeat() => _errors.AddRange([.. _errors]);

    /// <summary>Takes over what was found elsewhere, sorted by text.</summary>
    public void AddSorted(FieldErrors others) =>
        _errors.AddRange(others._errors.OrderBy(e => $"{e.Path}: {e.Body}", StringComparer.Ordinal));

    /// <summary>The causes of a Status.</summary>
    public IEnumerable<StatusCause> Causes() =>
        _errors.Select(e => new StatusCause { Reason = e.Reason, Message = e.Body, Field = e.Path });

    /// <summary>All errors in one sentence, as the Status message has them: one bare, several in brackets.</summary>
    public override string ToString()
    {
        var distinct = _errors.Select(e => $"{e.Path}: {e.Body}").Distinct(StringComparer.Ordinal).ToList();
        return distinct.Count == 1 ? distinct[0] : $"[{string.Join(", ", distinct)}]";
    }

    private void Add(string reason, FieldPath path, string what, string detail) =>
        _errors.Add(new FieldError(reason, path.ToString(), detail.Length == 0 ? what : $"{what}: {detail}"));
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Reason">The machine-readable cause: FieldValueInvalid ...</param>
/// <param name="Path">The field, as <c>spec.containers[0].name</c>.</param>
/// <param name="Body">What is wrong, without the path.</param>
internal sealed record FieldError(string Reason, string Path, string Body);
