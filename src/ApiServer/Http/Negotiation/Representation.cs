namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>What an answer is made into.</summary>
/// <param name="Form">Whole objects, or something else made of them.</param>
/// <param name="Version">The meta.k8s.io version of the form: v1 or v1beta1.</param>
/// <param name="IsYaml">Whether it is written as YAML and not as JSON.</param>
/// <param name="IsProtobuf">Whether it is written as upstream's protobuf: single whole objects only.</param>
internal sealed record Representation(ObjectForm Form, string Version = "v1", bool IsYaml = false, bool IsProtobuf = false)
{
    /// <summary>Whole objects as JSON: the usual.</summary>
    public static Representation Json { get; } = new(ObjectForm.Whole);

    /// <summary>Whole objects as YAML.</summary>
    public static Representation Yaml { get; } = new(ObjectForm.Whole, IsYaml: true);

    /// <summary>Whole objects as protobuf.</summary>
    public static Representation Protobuf { get; } = new(ObjectForm.Whole, IsProtobuf: true);

    /// <summary>The Content-Type of the answer.</summary>
    public string ContentType =>
        IsProtobuf ? "application/vnd.kubernetes.protobuf" : IsYaml ? "application/yaml" : "application/json";

    /// <summary>The same form as JSON.</summary>
    public Representation AsJson => IsYaml ? this with { IsYaml = false } : this;
}

/// <summary>What is made of objects for an answer.</summary>
internal enum ObjectForm
{
    /// <summary>They are given as they are.</summary>
    Whole,

    /// <summary>A Table with a row for each.</summary>
    Table,

    /// <summary>Only their metadata.</summary>
    PartialMetadata,

    /// <summary>A list of only their metadata.</summary>
    PartialMetadataList,

    /// <summary>Aggregated discovery.</summary>
    Discovery,
}
