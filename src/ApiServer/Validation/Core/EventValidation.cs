using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>Events (upstream's ValidateEventCreate and ValidateEventUpdate).</summary>
internal static class EventValidation
{
    private const string NeedsToBeUnset = "needs to be unset";
    private const int MaxWordLength = 128;
    private const int MaxMessageLength = 1024;

    /// <summary>Judges what both groups ask for.</summary>
    /// <param name="e">The event.</param>
    /// <param name="reporter">What the group calls who reports.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(Event e, string reporter, FieldErrors errors)
    {
        var involved = FieldPath.Of("involvedObject").Child("namespace");
        var ns = e.Metadata.Namespace;
        var about = e.InvolvedObject.Namespace;
        if (e.EventTime is null)
        {
            // Events of cluster-scoped objects lie in the default namespace.
            if (about.Length == 0 ? ns is not ("" or "default") : ns != about) errors.Invalid(involved, about, "does not match event.namespace");
        }
        else
        {
            if (about.Length == 0 && ns is not ("default" or "kube-system")) errors.Invalid(involved, about, "does not match event.namespace");
            ValidateReporter(e, FieldPath.Of(reporter), errors);
            Word(e.Action, FieldPath.Of("action"), errors);
            Word(e.Reason, FieldPath.Of("reason"), errors);
            if (e.Message.Length > MaxMessageLength) errors.Invalid(FieldPath.Of("message"), "", $"can have at most {MaxMessageLength} characters");
        }

        if (ns.Length > 0) errors.Invalid(FieldPath.Of("namespace"), ns, Names.CheckDns1123Subdomain(ns));
    }

    /// <summary>Judges what events.k8s.io asks for besides.</summary>
    public static void ValidateNew(Event e, FieldErrors errors)
    {
        ValidateSeries(e, errors);
        if (e.EventTime is null) errors.Required(FieldPath.Of("eventTime"));
        if (e.Type is not ("Normal" or "Warning")) errors.Invalid(FieldPath.Of("type"), "", $"has invalid value: {e.Type}");
        if (e.FirstTimestamp is not null) errors.Invalid(FieldPath.Of("firstTimestamp"), "", NeedsToBeUnset);
        if (e.LastTimestamp is not null) errors.Invalid(FieldPath.Of("lastTimestamp"), "", NeedsToBeUnset);
        if (e.Count != 0) errors.Invalid(FieldPath.Of("count"), "", NeedsToBeUnset);
        if (e.Source.Component.Length > 0 || e.Source.Host.Length > 0) errors.Invalid(FieldPath.Of("source"), "", NeedsToBeUnset);
    }

    /// <summary>Judges a change through events.k8s.io: only the series goes on.</summary>
    public static void ValidateNewUpdate(Event e, Event old, FieldErrors errors)
    {
        if (e.Series is { } series ? !series.DeepEquals(old.Series) : old.Series is not null) ValidateSeries(e, errors);
        errors.Immutable(FieldPath.Of("involvedObject"), e.InvolvedObject, old.InvolvedObject);
        errors.Immutable(FieldPath.Of("reason"), e.Reason, old.Reason);
        errors.Immutable(FieldPath.Of("message"), e.Message, old.Message);
        errors.Immutable(FieldPath.Of("source"), e.Source, old.Source);
        errors.Unchanged(FieldPath.Of("firstTimestamp"), e.FirstTimestamp, e.FirstTimestamp == old.FirstTimestamp);
        errors.Unchanged(FieldPath.Of("lastTimestamp"), e.LastTimestamp, e.LastTimestamp == old.LastTimestamp);
        errors.Immutable(FieldPath.Of("count"), e.Count, old.Count);
        errors.Immutable(FieldPath.Of("related"), e.Related, old.Related);
        errors.Immutable(FieldPath.Of("reportingController"), e.ReportingComponent, old.ReportingComponent);
        errors.Immutable(FieldPath.Of("reportingInstance"), e.ReportingInstance, old.ReportingInstance);
        errors.Immutable(FieldPath.Of("action"), e.Action, old.Action);
        errors.Immutable(FieldPath.Of("type"), e.Type, old.Type);
        errors.Unchanged(FieldPath.Of("eventTime"), GoValue.MicroTime(e.EventTime), e.EventTime == old.EventTime);
    }

    private static void ValidateReporter(Event e, FieldPath path, FieldErrors errors)
    {
        if (e.ReportingComponent.Length == 0) errors.Required(path);
        errors.Invalid(path, e.ReportingComponent, Names.CheckQualifiedName(e.ReportingComponent));
        var instance = FieldPath.Of("reportingInstance");
        if (e.ReportingInstance.Length == 0) errors.Required(instance);
        if (e.ReportingInstance.Length > MaxWordLength) errors.Invalid(instance, "", $"can have at most {MaxWordLength} characters");
    }

    private static void Word(string text, FieldPath path, FieldErrors errors)
    {
        if (text.Length == 0) errors.Required(path);
        if (text.Length > MaxWordLength) errors.Invalid(path, "", $"can have at most {MaxWordLength} characters");
    }

    private static void ValidateSeries(Event e, FieldErrors errors)
    {
        if (e.Series is not { } series) return;
        var path = FieldPath.Of("series");
        if (series.Count < 2) errors.Invalid(path.Child("count"), "", "should be at least 2");
        if (series.LastObservedTime is null) errors.Required(path.Child("lastObservedTime"));
    }
}
