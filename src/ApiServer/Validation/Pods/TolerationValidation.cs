using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Tolerations and the effects of taints.</summary>
internal static class TolerationValidation
{
    /// <summary>Judges tolerations.</summary>
    public static void Validate(KubeList<Toleration> tolerations, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < tolerations.Count; i++)
        {
            var toleration = tolerations[i];
            var at = path.Index(i);
            if (toleration.Key.Length > 0) errors.Invalid(at.Child("key"), toleration.Key, Names.CheckQualifiedName(toleration.Key));
            else if (toleration.Operator != "Exists")
            {
                errors.Invalid(at.Child("operator"), toleration.Operator, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            }

            if (toleration.TolerationSeconds is not null && toleration.Effect != "NoExecute")
            {
                errors.Invalid(at.Child("effect"), toleration.Effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
            }

            switch (toleration.Operator)
            {
                case "Equal" or "":
                    var wrong = Names.CheckLabelValue(toleration.Value);
                    if (wrong.Count > 0) errors.Invalid(at.Child("operator"), toleration.Value, string.Join(';', wrong));
                    break;
                case "Exists":
                    if (toleration.Value.Length > 0) errors.Invalid(at.Child("operator"), toleration.Value, "value must be empty when `operator` is 'Exists'");
                    break;
                default:
                    errors.NotSupported(at.Child("operator"), toleration.Operator, "Equal", "Exists");
                    break;
            }

            if (toleration.Effect.Length > 0) Effect(toleration.Effect, at.Child("effect"), errors);
        }
    }

    /// <summary>What a taint does to pods that do not tolerate it.</summary>
    public static void Effect(string effect, FieldPath path, FieldErrors errors) =>
        errors.OneOf(path, effect, "NoSchedule", "PreferNoSchedule", "NoExecute");
}
