using Kybernet.Api;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>
/// What differs from one kind to the next in the one pipeline that all resources share: defaults, what a client may
/// set, what is valid, how deletion goes (upstream's rest.RESTCreateStrategy and its siblings). The methods change or
/// judge the objects they are given and nothing else.
/// </summary>
internal abstract class ResourceStrategy
{
    /// <summary>Fills in what the client left out. Also applied to what an update brings.</summary>
    public virtual void Default(KubeObject obj)
    {
    }

    /// <summary>Clears what a client may not set on create: status, and fields of disabled features.</summary>
    public virtual void PrepareForCreate(KubeObject obj)
    {
    }

    /// <summary>
    /// Takes over from <paramref name="old"/> what an update of the main resource may not change (status), and counts
    /// the generation up when the spec changed.
    /// </summary>
    public virtual void PrepareForUpdate(KubeObject obj, KubeObject old)
    {
    }

    /// <summary>Takes over everything but status (and a few fields of metadata) from <paramref name="old"/>.</summary>
    public virtual void PrepareForStatusUpdate(KubeObject obj, KubeObject old)
    {
    }

    /// <summary>Judges an object that is to be created, its metadata included (its name is there, generated or not).</summary>
    public virtual void Validate(KubeObject obj, FieldErrors errors)
    {
    }

    /// <summary>
    /// Judges a change of the main resource: metadata, immutable fields, allowed transitions, and the object itself.
    /// </summary>
    public virtual void ValidateUpdate(KubeObject obj, KubeObject old, FieldErrors errors)
    {
    }

    /// <summary>Judges a change of the status, metadata included.</summary>
    public virtual void ValidateStatusUpdate(KubeObject obj, KubeObject old, FieldErrors errors)
    {
    }

    /// <summary>Warnings for the client that creates or updates the object (upstream's WarningsOnCreate).</summary>
    public virtual IEnumerable<string> Warnings(KubeObject obj, KubeObject? old) => [];

    /// <summary>Whether metadata.generation is kept for this kind.</summary>
    public virtual bool HasGeneration => false;

    /// <summary>Whether a PUT of a name that does not exist creates it.</summary>
    public virtual bool AllowCreateOnUpdate => false;

    /// <summary>Whether an update may come without a resourceVersion.</summary>
    public virtual bool AllowUnconditionalUpdate => true;

    /// <summary>What is wrong with a name. <paramref name="prefix"/>: it is a generateName, whose trailing dash is let pass.</summary>
    public abstract IReadOnlyList<string> ValidateName(string name, bool prefix);

    /// <summary>
    /// Whether a finalizer without a domain has to be one of Kubernetes' own. Kinds of groups that were not there in the
    /// beginning let any pass.
    /// </summary>
    public virtual bool KnowsItsFinalizers => true;

    /// <summary>The grace period, in seconds, with which the object goes when the client names none; 0: at once.</summary>
    public virtual long DefaultGracePeriodSeconds(KubeObject obj) => 0;

    /// <summary>What happens to dependents when the client does not say (upstream's DefaultGarbageCollectionPolicy).</summary>
    public virtual string DefaultPropagationPolicy => "Background";

    /// <summary>The value of a selectable field besides metadata.name and metadata.namespace, or null if it is not selectable.</summary>
    public virtual string? SelectableField(KubeObject obj, string path) => null;

    /// <summary>The paths that <see cref="SelectableField"/> answers to.</summary>
    public virtual IReadOnlyList<string> SelectableFields => [];
}

/// <summary>A strategy for one generated kind: the same methods, typed.</summary>
internal abstract class ResourceStrategy<T> : ResourceStrategy where T : KubeObject, IKubeResource
{
    /// <inheritdoc cref="ResourceStrategy.Default"/>
    protected virtual void Default(T obj)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.PrepareForCreate"/>
    protected virtual void PrepareForCreate(T obj)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.PrepareForUpdate"/>
    protected virtual void PrepareForUpdate(T obj, T old)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.PrepareForStatusUpdate"/>
    protected virtual void PrepareForStatusUpdate(T obj, T old)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.Validate"/>
    protected virtual void Validate(T obj, FieldErrors errors)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.ValidateUpdate"/>
    protected virtual void ValidateUpdate(T obj, T old, FieldErrors errors)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.ValidateStatusUpdate"/>
    protected virtual void ValidateStatusUpdate(T obj, T old, FieldErrors errors)
    {
    }

    /// <inheritdoc cref="ResourceStrategy.SelectableField"/>
    protected virtual string? SelectableField(T obj, string path) => null;

    /// <inheritdoc/>
    public sealed override void Default(KubeObject obj) => Default((T)obj);

    /// <inheritdoc/>
    public sealed override void PrepareForCreate(KubeObject obj) => PrepareForCreate((T)obj);

    /// <inheritdoc/>
    public sealed override void PrepareForUpdate(KubeObject obj, KubeObject old) => PrepareForUpdate((T)obj, (T)old);

    /// <inheritdoc/>
    public sealed override void PrepareForStatusUpdate(KubeObject obj, KubeObject old) => PrepareForStatusUpdate((T)obj, (T)old);

    /// <inheritdoc/>
    public sealed override void Validate(KubeObject obj, FieldErrors errors)
    {
        ObjectMetaValidation.Validate(obj.Metadata, T.Resource.Namespaced, ValidateName, KnowsItsFinalizers, errors);
        Validate((T)obj, errors);
    }

    /// <inheritdoc/>
    public sealed override void ValidateUpdate(KubeObject obj, KubeObject old, FieldErrors errors)
    {
        ValidateMetadata(obj, old, errors);
        ValidateUpdate((T)obj, (T)old, errors);
    }

    /// <inheritdoc/>
    public sealed override void ValidateStatusUpdate(KubeObject obj, KubeObject old, FieldErrors errors)
    {
        ValidateMetadata(obj, old, errors);
        ValidateStatusUpdate((T)obj, (T)old, errors);
    }

    // Upstream judges the metadata of an update once for every kind and once more for each: its causes come twice.
    private void ValidateMetadata(KubeObject obj, KubeObject old, FieldErrors errors)
    {
        ObjectMetaValidation.ValidateUpdate(obj.Metadata, old.Metadata, KnowsItsFinalizers, errors);
        errors.Repeat();
    }

    /// <summary>Names are DNS subdomains unless the kind says otherwise.</summary>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.Subdomain(name, prefix);

    /// <inheritdoc cref="ResourceStrategy.DefaultGracePeriodSeconds"/>
    protected virtual long DefaultGracePeriodSeconds(T obj) => 0;

    /// <inheritdoc/>
    public sealed override long DefaultGracePeriodSeconds(KubeObject obj) => DefaultGracePeriodSeconds((T)obj);

    /// <inheritdoc cref="ResourceStrategy.Warnings"/>
    protected virtual IEnumerable<string> Warnings(T obj, T? old) => [];

    /// <inheritdoc/>
    public sealed override IEnumerable<string> Warnings(KubeObject obj, KubeObject? old) => Warnings((T)obj, (T?)old);

    /// <inheritdoc/>
    public sealed override string? SelectableField(KubeObject obj, string path) => SelectableField((T)obj, path);
}
