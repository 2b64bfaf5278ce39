using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.AdmissionRegistration;

namespace Kybernet.ApiServer.Strategies.AdmissionRegistration;

/// <summary>ValidatingWebhookConfigurations.</summary>
internal sealed class ValidatingWebhookConfigurationStrategy : ResourceStrategy<ValidatingWebhookConfiguration>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(ValidatingWebhookConfiguration configuration)
    {
        foreach (var hook in configuration.Webhooks)
        {
            hook.FailurePolicy ??= "Fail";
            hook.MatchPolicy ??= "Equivalent";
            hook.NamespaceSelector ??= new();
            hook.ObjectSelector ??= new();
            hook.TimeoutSeconds ??= WebhookValidation.DefaultTimeoutSeconds;
            if (hook.ClientConfig.Service is { } service) service.Port ??= WebhookAddress.DefaultPort;
            foreach (var rule in hook.Rules) RuleValidation.Default(rule);
        }
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(ValidatingWebhookConfiguration configuration) => configuration.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ValidatingWebhookConfiguration configuration, ValidatingWebhookConfiguration old) =>
        configuration.Metadata.Generation = old.Metadata.Generation + (configuration.Webhooks.ContentEquals(old.Webhooks) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(ValidatingWebhookConfiguration configuration, FieldErrors errors) =>
        WebhookValidation.Validate([.. configuration.Webhooks.Select(Webhook.Of)], old: null, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ValidatingWebhookConfiguration configuration, ValidatingWebhookConfiguration old, FieldErrors errors) =>
        WebhookValidation.Validate([.. configuration.Webhooks.Select(Webhook.Of)], [.. old.Webhooks.Select(Webhook.Of)], errors);
}
