using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>What validating and mutating webhooks have in common.</summary>
internal sealed record Webhook
{
    /// <summary>The one as the common shape.</summary>
    public static Webhook Of(ValidatingWebhook hook) => new()
    {
        Name = hook.Name, Client = hook.ClientConfig, Rules = hook.Rules, FailurePolicy = hook.FailurePolicy, MatchPolicy = hook.MatchPolicy,
        NamespaceSelector = hook.NamespaceSelector, ObjectSelector = hook.ObjectSelector, SideEffects = hook.SideEffects,
        TimeoutSeconds = hook.TimeoutSeconds, ReviewVersions = hook.AdmissionReviewVersions, MatchConditions = hook.MatchConditions,
    };

    /// <summary>The other as the common shape.</summary>
    public static Webhook Of(MutatingWebhook hook) => new()
    {
        Name = hook.Name, Client = hook.ClientConfig, Rules = hook.Rules, FailurePolicy = hook.FailurePolicy, MatchPolicy = hook.MatchPolicy,
        NamespaceSelector = hook.NamespaceSelector, ObjectSelector = hook.ObjectSelector, SideEffects = hook.SideEffects,
        TimeoutSeconds = hook.TimeoutSeconds, ReviewVersions = hook.AdmissionReviewVersions, MatchConditions = hook.MatchConditions,
        ReinvocationPolicy = hook.ReinvocationPolicy,
    };

    public required string Name { get; init; }

    public required WebhookClientConfig Client { get; init; }

    public required KubeList<RuleWithOperations> Rules { get; init; }

    public required string? FailurePolicy { get; init; }

    public required string? MatchPolicy { get; init; }

    public required LabelSelector? NamespaceSelector { get; init; }

    public required LabelSelector? ObjectSelector { get; init; }

    public required string? SideEffects { get; init; }

    public required int? TimeoutSeconds { get; init; }

    public required KubeList<string> ReviewVersions { get; init; }

    public required KubeList<MatchCondition> MatchConditions { get; init; }

    /// <summary>Only a mutating webhook has one.</summary>
    public string? ReinvocationPolicy { get; init; }
}
