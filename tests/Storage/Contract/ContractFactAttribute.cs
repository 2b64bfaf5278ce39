using Xunit.Abstractions;
using Xunit.Sdk;

namespace Kybernet.Storage.Tests.Contract;

/// <summary>A test of the contract: skipped, with the reason told, in an engine's class that says it cannot run here.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Kybernet.Storage.Tests.Contract.ContractFactDiscoverer", "Kybernet.Storage.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>The same with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Kybernet.Storage.Tests.Contract.ContractTheoryDiscoverer", "Kybernet.Storage.Tests")]
public sealed class ContractTheoryAttribute : TheoryAttribute;

/// <summary>On a class of tests: why none of them can run on this machine, if so.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class RequirementAttribute : Attribute
{
    /// <summary>The reason; null when they can.</summary>
    public abstract string? Skip { get; }
}

/// <summary>Finds tests of the contract.</summary>
public sealed class ContractFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        new ContractTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);
}

/// <summary>Finds tests of the contract with data.</summary>
public sealed class ContractTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    /// <inheritdoc/>
    protected override IEnumerable<IXunitTestCase> CreateTestCasesForDataRow(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo theory, object[] row) =>
        [new ContractTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, row)];
}

/// <summary>A test that looks at its class for a reason not to run.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    /// <summary>For xunit, which fills it in.</summary>
    [Obsolete("Called by the de-serializer.")]
    public ContractTestCase()
    {
    }

    /// <summary>A test.</summary>
    public ContractTestCase(
        IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[]? arguments = null)
        : base(sink, display, options, method, arguments)
    {
    }

    /// <inheritdoc/>
    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        base.GetSkipReason(factAttribute)
        ?? TestMethod.TestClass.Class.ToRuntimeType().GetCustomAttributes(inherit: true).OfType<RequirementAttribute>()
            .Select(requirement => requirement.Skip).FirstOrDefault(reason => reason is not null);
}
