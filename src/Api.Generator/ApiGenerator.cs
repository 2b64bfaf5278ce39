using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Kybernet.Api.Schema;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Kybernet.Api.Generator;

/// <summary>
/// Turns every <c>.api</c> file among the additional files into C#: one class a type, and a catalogue of the resources
/// and kinds. A file whose item says <c>KybernetSchema="Reference"</c> is only looked up: its classes are in a
/// referenced assembly.
/// </summary>
[Generator]
public sealed class ApiGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor BadSchema = new(
        "KBA001", "Schema error", "{0}", "Kybernet.Api", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static text => text.Path.EndsWith(".api", StringComparison.Ordinal))
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellation) => Read(pair.Left, IsReference(pair.Left, pair.Right), cancellation))
            .Collect();
        context.RegisterSourceOutput(files, static (output, all) => Generate(output, all));
    }

    private static bool IsReference(AdditionalText text, Microsoft.CodeAnalysis.Diagnostics.AnalyzerConfigOptionsProvider options) =>
        options.GetOptions(text).TryGetValue("build_metadata.AdditionalFiles.KybernetSchema", out var value) && value == "Reference";

    private static SchemaFile Read(AdditionalText text, bool reference, CancellationToken cancellation) =>
        new(text.Path, text.GetText(cancellation)?.ToString() ?? "", reference);

    private static void Generate(SourceProductionContext output, ImmutableArray<SchemaFile> files)
    {
        List<PackageModel> own = new();
        SchemaIndex index = new();
        foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            try
            {
                var package = SchemaParser.Parse(file.Text);
                index.Add(package);
                if (!file.Reference) own.Add(package);
            }
            catch (FormatException e)
            {
                output.ReportDiagnostic(Diagnostic.Create(BadSchema, Location.None, Path.GetFileName(file.Path) + ": " + e.Message));
                return;
            }
        }

        try
        {
            foreach (var package in own)
            {
                foreach (var type in package.Types)
                {
                    var source = new ClassWriter(index, package, type).Write();
                    output.AddSource($"{package.Name}.{type.Name}.g.cs", SourceText.From(source, Encoding.UTF8));
                }
            }

            output.AddSource("ApiCatalog.g.cs", SourceText.From(CatalogWriter.Write(own, index), Encoding.UTF8));
        }
        catch (FormatException e)
        {
            output.ReportDiagnostic(Diagnostic.Create(BadSchema, Location.None, e.Message));
        }
    }

    private readonly struct SchemaFile : IEquatable<SchemaFile>
    {
        public SchemaFile(string path, string text, bool reference) => (Path, Text, Reference) = (path, text, reference);

        public string Path { get; }

        public string Text { get; }

        public bool Reference { get; }

        public bool Equals(SchemaFile other) => Path == other.Path && Reference == other.Reference && Text == other.Text;

        public override bool Equals(object? obj) => obj is SchemaFile other && Equals(other);

        public override int GetHashCode() => Text.GetHashCode();
    }
}
