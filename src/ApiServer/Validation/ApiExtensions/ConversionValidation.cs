using Kybernet.Api.Apiextensions.V1;

namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>How custom resources are converted between versions.</summary>
internal static class ConversionValidation
{
    private const string NotWithoutWebhook = "should not be set when strategy is not set to Webhook";

    /// <summary>Judges a conversion.</summary>
    /// <param name="conversion">The conversion.</param>
    /// <param name="old">What it was before, or null.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(CustomResourceConversion? conversion, CustomResourceConversion? old, FieldPath path, FieldErrors errors)
    {
        if (conversion is null) return;
        if (conversion.Strategy.Length == 0) errors.Required(path.Child("strategy"));
        else errors.OneOf(path.Child("strategy"), conversion.Strategy, "None", "Webhook");

        var (client, versions) = (path.Child("webhookClientConfig"), path.Child("conversionReviewVersions"));
        if (conversion.Strategy != "Webhook")
        {
            if (conversion.Webhook?.ClientConfig is not null) errors.Forbidden(client, NotWithoutWebhook);
            if (conversion.Webhook?.ConversionReviewVersions.Count > 0) errors.Forbidden(versions, NotWithoutWebhook);
            return;
        }

        if (conversion.Webhook?.ClientConfig is { } config) Validate(config, client, errors);
        else errors.Required(client, "required when strategy is set to Webhook");

        var known = old?.Webhook is not { ConversionReviewVersions.Count: > 0 } before || ReviewVersions.HasKnown(before.ConversionReviewVersions);
        ReviewVersions.Validate(conversion.Webhook?.ConversionReviewVersions ?? [], known, missing: "", versions, errors);
    }

    private static void Validate(WebhookClientConfig config, FieldPath path, FieldErrors errors)
    {
        if (config.Url is null == config.Service is null) errors.Required(path, "exactly one of url or service is required");
        else if (config.Url is { } url) WebhookAddress.ValidateUrl(url, path.Child("url"), errors);
        else if (config.Service is { } service)
        {
            WebhookAddress.ValidateService(service.Name, service.Namespace, service.Path, service.Port, path.Child("service"), errors);
        }
    }
}
