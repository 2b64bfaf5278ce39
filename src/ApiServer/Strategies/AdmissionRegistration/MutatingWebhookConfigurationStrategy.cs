using Kybernet.Api.Admissionregistration.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.AdmissionRegistration;

namespace Kybernet.ApiServer.Strategies.AdmissionRegistration;

/// <summary>MutatingWebhookConfigurations.</summary>
internal sealed class MutatingWebhookConfigurationStrategy : ResourceStrategy<MutatingWebhookConfiguration>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override bool KnowsItsFinalizers => false;

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(MutatingWebhookConfiguration configuration)
    {
        foreach (var hook in configuration.Webhooks)
        {
            hook.FailurePolicy ??= "Fail";
            hook.MatchPolicy ??= "Equivalent";
            hook.NamespaceSelector ??= new();
            hook.ObjectSelector ??= new();
            hook.TimeoutSeconds ??= WebhookValidation.DefaultTimeoutSeconds;
            hook.ReinvocationPolicy ??= "Never";
            if (hook.ClientConfig.Service is { } service) service.Port ??= WebhookAddress.DefaultPort;
            foreach (var rule in hook.Rules) RuleValidation.Default(rule);
        }
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(MutatingWebhookConfiguration configuration) => configuration.Metadata.Generation = 1;

    /// <inheritdoc/>
    protected override void PrepareForUpdate(MutatingWebhookConfiguration configuration, MutatingWebhookConfiguration old) =>
        configuration.Metadata.Generation = old.Metadata.Generation + (configuration.Webhooks.ContentEquals(old.Webhooks) ? 0 : 1);

    /// <inheritdoc/>
    protected override void Validate(MutatingWebhookConfiguration configuration, FieldErrors errors) =>
        WebhookValidation.Validate([.. configuration.Webhooks.Select(Webhook.Of)], old: null, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(MutatingWebhookConfiguration configuration, MutatingWebhookConfiguration old, FieldErrors errors) =>
        WebhookValidation.Validate([.. configuration.Webhooks.Select(Webhook.Of)], [.. old.Webhooks.Select(Webhook.Of)], errors);
}
