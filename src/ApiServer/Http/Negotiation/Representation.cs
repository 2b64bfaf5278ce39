namespace Kybernet.ApiServer.Http.Negotiation;

/// <summary>What an answer is made into.</summary>
/// <param name="Form">Whole objects, or something else made of them.</param>
/// <param name="Version">The meta.k8s.io version of the form: v1 or v1beta1.</param>
/// <param name="Media">How it is written.</param>
/// <param name="IsPretty">Whether JSON is indented, for people; watches never are.</param>
internal sealed record Representation(ObjectForm Form, string Version = "v1", MediaType Media = MediaType.Json, bool IsPretty = false)
{
    /// <summary>Whole objects as JSON: the usual.</summary>
    public static Representation Json { get; } = new(ObjectForm.Whole);

    /// <summary>Whole objects as JSON, indented.</summary>
    public static Representation PrettyJson { get; } = new(ObjectForm.Whole, IsPretty: true);

    /// <summary>Whole objects as YAML.</summary>
    public static Representation Yaml { get; } = new(ObjectForm.Whole, Media: MediaType.Yaml);

    /// <summary>Whole objects as protobuf.</summary>
    public static Representation Protobuf { get; } = new(ObjectForm.Whole, Media: MediaType.Protobuf);

    /// <summary>Whether it is written as YAML.</summary>
    public bool IsYaml => Media == MediaType.Yaml;

    /// <summary>Whether it is written as upstream's protobuf.</summary>
    public bool IsProtobuf => Media == MediaType.Protobuf;

    /// <summary>The Content-Type of the answer; a watch's has the framing with it, unless it is JSON.</summary>
    public string ContentType => Media.Name();
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
}
