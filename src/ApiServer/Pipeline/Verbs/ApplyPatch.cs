using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Yaml;
using Kybernet.ApiServer.Pipeline.Options;
using Kybernet.ApiServer.Pipeline.Writing;

namespace Kybernet.ApiServer.Pipeline.Verbs;

/// <summary>
/// Server-side apply: a manager says what it wants of an object, and gets it unless somebody else wants otherwise. Makes the
/// object where there is none.
/// </summary>
internal sealed class ApplyPatch(ServerParts parts, UpdateFlow flow, CreateVerb create, ScaleSubresource scale)
{
    private const string Unconverted = "error converting YAML to JSON: ";

    /// <summary>Applies the configuration that was sent to the object, or to its part behind a subresource.</summary>
    public async ValueTask<ApiAnswer> HandleAsync(ApiRequest request, CancellationToken cancellation)
    {
        var options = WriteOptions.Parse(request.Query, "PatchOptions", isApply: true);
        var part = UpdatePart.For(request.Subresource == "scale" ? "" : request.Subresource) ?? throw ApiErrors.MethodNotAllowed();
        List<string> duplicates = [];
        var config = Read(request, options.Validation == FieldValidation.Ignore ? null : duplicates);
        if (request.Subresource == "scale") config = ScaleConversion.ToConfiguration(config, request.Definition.Kind);
        var fields = parts.Fields.For(request);

        var entry = await flow.RunAsync(
            request, part, options, current => Checked(fields.Apply(current, config, options.FieldManager, options.Force)), cancellation);
        if (entry is not null)
        {
            return request.Subresource == "scale"
                ? scale.Answer(request.Definition, entry)
                : new ObjectAnswer(200, request.Definition, request.Definition.Serve(entry));
        }

        if (request.Subresource.Length > 0) throw ApiErrors.NotFound(request.Definition.GroupResource, request.Name);
        if (config.Get("metadata", "uid").StringOrNull is { Length: > 0 } uid)
        {
            throw ApiErrors.Conflict(
                request.Definition.GroupResource, request.Name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        var made = Checked(fields.ApplyNew(config, options.FieldManager));
        WriteContext.CheckName(request, made);
        WriteContext.CheckNamespace(request, made);
        entry = await create.CreateAsync(request, made, options, cancellation);
        return new ObjectAnswer(201, request.Definition, request.Definition.Serve(entry));

        // What cannot be applied is refused for that first.
        KubeObject Checked(KubeObject obj)
        {
            if (duplicates.Count > 0 && options.Validation == FieldValidation.Strict)
                throw ApiErrors.BadRequest($"error strict decoding YAML: {Unconverted}{KubeYaml.Explain(duplicates)}");
            duplicates.ForEach(request.Warn);
            return obj;
        }
    }

    private static JsonObject Read(ApiRequest request, List<string>? duplicates)
    {
        JsonValue value;
        try
        {
            value = KubeYaml.Parse(request.Body.Span, duplicates);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest($"error decoding YAML: {Unconverted}{e.Message}");
        }

        // Nothing at all is an object without fields, as in Go.
        if (value.IsNull) return new JsonObject();
        return value.ObjectOrNull ?? throw ApiErrors.BadRequest(
            $"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {value.Kind.ToString().ToLowerInvariant()} into Go value of type map[string]interface {{}}");
    }
}
