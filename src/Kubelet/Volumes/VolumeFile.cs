namespace Kybernet.Kubelet.Volumes;

/// <summary>A file of a volume that is made of API objects.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Mode">Its permissions, as 0644.</param>
/// <param name="User">Whom it belongs to; null: root.</param>
internal sealed record VolumeFile(ReadOnlyMemory<byte> Content, int Mode, int? User = null);
