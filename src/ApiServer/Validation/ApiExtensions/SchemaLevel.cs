namespace Kybernet.ApiServer.Validation.ApiExtensions;

/// <summary>Where in a custom resource's schema a part of it stands.</summary>
internal enum SchemaLevel
{
    /// <summary>The whole object.</summary>
    Root,

    /// <summary>What a list holds.</summary>
    Item,

    /// <summary>A field, or what a map holds.</summary>
    Field,
}
