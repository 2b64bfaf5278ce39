namespace Kybernet.Storage;

/// <summary>
/// The commit failed on its way to disk, or etcd's answer was lost: the write may or may not be there. It shows up for readers, if at
/// all, after the store has reopened its file (until then it refuses writes), or when etcd's watch brings it. The API answers with a
/// timeout.
/// </summary>
/// <param name="cause">What failed.</param>
public sealed class CommitOutcomeUnknownException(Exception cause)
    : StoreException($"the outcome of the write is unknown: {cause.Message}", cause);
