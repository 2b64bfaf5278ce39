using Kybernet.Api.Meta.V1;

namespace Kybernet.Api;

/// <summary>An API type that says its own apiVersion and kind: objects, options, reviews, Status.</summary>
public abstract class KubeKind : ApiType
{
    private protected string _apiVersion = "", _kind = "";

    /// <summary>
    /// The group and version, <c>apps/v1</c> or <c>v1</c>. Set by the constructor; empty in an object that is embedded
    /// in another and came without one.
    /// </summary>
    public string ApiVersion
    {
        get => _apiVersion;
        set { ThrowIfFrozen(); _apiVersion = value; }
    }

    /// <summary>The kind, <c>Pod</c>; empty in an embedded object that came without one.</summary>
    public string Kind
    {
        get => _kind;
        set { ThrowIfFrozen(); _kind = value; }
    }

    /// <summary>The kind that this class is, whatever <see cref="Kind"/> says.</summary>
    public abstract KindInfo Info { get; }
}

/// <summary>A kind with object metadata: everything that can be stored.</summary>
public abstract class KubeObject : KubeKind
{
    /// <summary>Name, namespace, uid, version, labels and the rest of what every object has.</summary>
    public abstract ObjectMeta Metadata { get; set; }

    /// <summary>A deep, unfrozen copy.</summary>
    public KubeObject Clone() => (KubeObject)CloneObject();
}
