using Broadsheet.Edition;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Broadsheet.Stories.Subjects;

/// <summary>All topics, writers and storylines, in memory: they are few, and a story's page names some of them each time.</summary>
public sealed class CurrentSubjects(IDbContextFactory<NewsroomDb> reading, CurrentEdition edition) : INodeConsumer, IDisposable
{
    readonly SemaphoreSlim loading = new(1, 1); // or what was read earlier could come last, and stay
    volatile SubjectFacts facts = new([], []);

    public SubjectFacts Facts => facts;

    public async Task Load(CancellationToken stop)
    {
        await loading.WaitAsync(stop);
        try { await Read(stop); }
        finally { loading.Release(); }
    }

    async Task Read(CancellationToken stop)
    {
        await using var db = await reading.CreateDbContextAsync(stop);
        var due = await db.DuePoints.OrderBy(point => point.SubjectId).ThenBy(point => point.On).ThenBy(point => point.Id).ToListAsync(stop);
        facts = new SubjectFacts([.. (await db.Subjects.ToListAsync(stop)).OrderBy(subject => subject.Name, edition.Facts.Sorting)], due);
    }

    public async ValueTask Handle(OutboxEvent happened, CancellationToken stop)
    {
        if (happened.Name == SubjectsChanged.Name || happened.Name == EditionChanged.Name) await Load(stop);
    }

    public void Dispose() => loading.Dispose();
}

/// <summary>The subjects in the order of their names, and what is due on storylines by day.</summary>
public sealed class SubjectFacts(IReadOnlyList<Subject> all, IReadOnlyList<DuePoint> due)
{
    readonly Dictionary<int, Subject> byId = all.ToDictionary(subject => subject.Id);
    readonly Dictionary<(SubjectKind, string), Subject> byAddress = all.ToDictionary(subject => (subject.Kind, subject.Slug));
    readonly ILookup<int, DuePoint> dueOn = due.ToLookup(point => point.SubjectId);

    public IReadOnlyList<Subject> Topics { get; } = [.. all.Where(subject => subject.Kind == SubjectKind.Topic)];
    public IReadOnlyList<Subject> Writers { get; } = [.. all.Where(subject => subject.Kind == SubjectKind.Writer)];
    public IReadOnlyList<Subject> Storylines { get; } = [.. all.Where(subject => subject.Kind == SubjectKind.Storyline)];

    public Subject? Find(int id) => byId.GetValueOrDefault(id);

    public Subject? Find(SubjectKind kind, string slug) => byAddress.GetValueOrDefault((kind, slug));

    /// <summary>Those a story names, without such as are gone.</summary>
    public IEnumerable<Subject> Of(StoryText text) => SubjectNumbers.Read(text.Subjects).Select(Find).OfType<Subject>();

    public IEnumerable<Subject> TopicsOf(StoryText text) => Of(text).Where(subject => subject.Kind == SubjectKind.Topic);

    public Subject? StorylineOf(StoryText text) => Of(text).FirstOrDefault(subject => subject.Kind == SubjectKind.Storyline);

    /// <summary>What is due on a storyline from that day on, the next first.</summary>
    public IEnumerable<DuePoint> DueFrom(int storyline, DateOnly day) => dueOn[storyline].Where(point => point.On >= day);
}
