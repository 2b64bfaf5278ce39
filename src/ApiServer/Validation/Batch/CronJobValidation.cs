using Kybernet.Api.Batch.V1;

namespace Kybernet.ApiServer.Validation.Batch;

/// <summary>CronJobs.</summary>
internal static class CronJobValidation
{
    // A job's name is the cron job's and eleven characters of its time.
    private const int MaxNameLength = 52;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a CronJob, new or changed.</summary>
    public static void Validate(CronJob job, CronJob? old, FieldErrors errors)
    {
        var spec = job.Spec;
        if (spec.Schedule.Length == 0) errors.Required(Spec.Child("schedule"));
        else ValidateSchedule(spec, old, errors);
        errors.NonNegative(Spec.Child("startingDeadlineSeconds"), spec.StartingDeadlineSeconds);
        if (spec.TimeZone is { } zone && zone != old?.Spec.TimeZone) ValidateTimeZone(zone, Spec.Child("timeZone"), errors);
        if (spec.ConcurrencyPolicy.Length == 0) errors.Required(Spec.Child("concurrencyPolicy"));
        else errors.OneOf(Spec.Child("concurrencyPolicy"), spec.ConcurrencyPolicy, "Allow", "Forbid", "Replace");
        ValidateTemplate(spec.JobTemplate.Spec, Spec.Child("jobTemplate").Child("spec"), errors);
        errors.NonNegative(Spec.Child("successfulJobsHistoryLimit"), spec.SuccessfulJobsHistoryLimit);
        errors.NonNegative(Spec.Child("failedJobsHistoryLimit"), spec.FailedJobsHistoryLimit);
        if (old is null && job.Metadata.Name.Length > MaxNameLength)
        {
            errors.Invalid(FieldPath.Of("metadata").Child("name"), job.Metadata.Name, $"must be no more than {MaxNameLength} characters");
        }
    }

    private static void ValidateSchedule(CronJobSpec spec, CronJob? old, FieldErrors errors)
    {
        var path = Spec.Child("schedule");
        if (CronExpression.Check(spec.Schedule) is { } wrong) errors.Invalid(path, spec.Schedule, wrong);
        if (!spec.Schedule.Contains("TZ", StringComparison.Ordinal)) return;
        if (spec.TimeZone is not null) errors.Invalid(path, spec.Schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
        else if (old is null || !old.Spec.Schedule.Contains("TZ", StringComparison.Ordinal))
        {
            errors.Invalid(path, spec.Schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
    }

    private static void ValidateTimeZone(string zone, FieldPath path, FieldErrors errors)
    {
        if (zone.Length == 0) errors.Invalid(path, zone, "timeZone must be nil or non-empty string");
        else if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase))
        {
            errors.Invalid(path, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        else if (zone.Contains("..", StringComparison.Ordinal) || zone[0] is '/' or '\\' || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            errors.Invalid(path, zone, $"unknown time zone {zone}");
        }
    }

    private static void ValidateTemplate(JobSpec spec, FieldPath path, FieldErrors errors)
    {
        JobValidation.ValidateSpec(spec, path, errors);
        // Each job makes its own.
        if (spec.Selector is { } selector) errors.Invalid(path.Child("selector"), selector, "`selector` will be auto-generated");
        if (spec.ManualSelector is true) errors.NotSupported(path.Child("manualSelector"), true, "nil", "false");
    }
}
