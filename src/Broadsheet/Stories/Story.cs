using Broadsheet.Edition;
using Broadsheet.Kit;
using Broadsheet.NewsFormats.Html;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Broadsheet.Stories.Mends;
using Broadsheet.Stories.Subjects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Stories;

public enum StoryState { Draft, Published, Withdrawn }

public enum StoryKind { News, Background, Opinion }

/// <summary>What the newsroom publishes. Its text lies in its <see cref="Revision"/>s; it says which one readers see.</summary>
public sealed class Story
{
    /// <summary>Stands in its address and decides it, whatever section and slug stand before it.</summary>
    public long Number { get; private set; }
    public required Guid Id { get; init; }
    public StoryState State { get; private set; }

    /// <summary>What the desk calls it: "gate-merrin".</summary>
    public required string Slugline { get; set; }
    public required int SectionId { get; set; }
    public Section? Section { get; private set; }

    /// <summary>The readable part of its address, of the headline last published; empty where that has no letters.</summary>
    public string Slug { get; private set; } = "";

    /// <summary>What it is in where its text names no language: the paper's own when it was first published. Empty until then, for a draft follows the paper.</summary>
    public string PaperLanguage { get; private set; } = "";

    /// <summary>What readers read it in, whatever becomes of the paper's language; empty until it is published.</summary>
    public string Language { get; private set; } = "";

    /// <summary>The number of the newest revision.</summary>
    public int LastRevision { get; private set; }

    /// <summary>The number of the revision that readers see, or saw last.</summary>
    public int? PublishedRevision { get; private set; }
    public required DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Null until it is published a second time.</summary>
    public DateTimeOffset? UpdatedAt { get; private set; }

    /// <summary>When it was last corrected or clarified in public; null: never, and nothing more need be read.</summary>
    public DateTimeOffset? MendedAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public string? WithdrawnReason { get; private set; }

    /// <summary>The wire item it was made of, or a later version that an editor has seen since; the desk knows what that is.</summary>
    public Guid? WireItemId { get; set; }

    /// <summary>Until then nothing of it may appear.</summary>
    public DateTimeOffset? EmbargoedUntil { get; set; }

    /// <summary>
    /// A new revision on top of all others. Call <see cref="Publish"/> to show it to readers. Whatever becomes a revision is
    /// cleaned here: what is in a revision can be put on a page.
    /// </summary>
    public Revision Revise(StoryText text, Guid? by, DateTimeOffset now)
    {
        LastRevision++;
        ChangedAt = now;
        SectionId = State == StoryState.Draft ? text.SectionId : SectionId;
        var clean = text.Clean();
        return new Revision { Story = this, Number = LastRevision, Text = clean, SavedBy = by, SavedAt = now, Words = clean.Words };
    }

    /// <summary>Shows this revision to readers: the first time it publishes the story, later it updates it.</summary>
    /// <param name="paperLanguage">The paper's own, now.</param>
    public StoryPublished Publish(Revision revision, string paperLanguage, DateTimeOffset now)
    {
        var before = State == StoryState.Draft ? null : (int?)SectionId;
        State = StoryState.Published;
        PublishedRevision = revision.Number;
        SectionId = revision.Text.SectionId;
        Slug = StorySlug.Of(revision.Text.Headline);
        if (PaperLanguage.Length == 0) PaperLanguage = paperLanguage;
        Language = revision.Text.LanguageIn(PaperLanguage);
        if (PublishedAt is null) PublishedAt = now; else UpdatedAt = now;
        WithdrawnAt = null;
        WithdrawnReason = null;
        ChangedAt = now;
        return new StoryPublished(Number, SectionId, before, revision.Number);
    }

    /// <summary>Says in public what is mended. Call it with <see cref="Publish"/>, at the same time.</summary>
    public Mend MendInPublic(MendKind kind, string text, Guid? by, DateTimeOffset now)
    {
        if (State != StoryState.Published) throw new InvalidOperationException("Only what readers have read is mended in public.");
        MendedAt = now;
        return new Mend { StoryNumber = Number, Kind = kind, Text = text, At = now, By = by };
    }

    /// <summary>Takes it from the readers; the reason is public.</summary>
    public StoryWithdrawn Withdraw(string reason, DateTimeOffset now)
    {
        if (State != StoryState.Published) throw new InvalidOperationException("Only a published story can be withdrawn.");
        State = StoryState.Withdrawn;
        WithdrawnAt = now;
        WithdrawnReason = reason;
        ChangedAt = now;
        return new StoryWithdrawn(Number, SectionId);
    }

    public bool IsEmbargoed(DateTimeOffset now) => EmbargoedUntil > now;
}

/// <summary>What a reader reads of a story.</summary>
public sealed record StoryText
{
    public StoryKind Kind { get; init; }
    public string Headline { get; init; } = "";
    public string Standfirst { get; init; } = "";
    public string Byline { get; init; } = "";
    public string Dateline { get; init; } = "";
    public string CreditLine { get; init; } = "";

    /// <summary>What readers are told before the text of a sensitive story: "This story describes violence." Empty: it is none.</summary>
    public string ContentNotice { get; init; } = "";

    /// <summary>Sanitised HTML of the small subset.</summary>
    public string BodyHtml { get; init; } = "";
    public int SectionId { get; init; }
    public long? PictureNumber { get; init; }

    /// <summary>The numbers of its topics and its storyline, as <see cref="SubjectNumbers"/> writes them.</summary>
    public string Subjects { get; init; } = "";

    /// <summary>BCP 47, where it is another than the paper's; else empty.</summary>
    public string Language { get; init; } = "";

    public string LanguageIn(string paperLanguage) => Language.Length > 0 ? Language : paperLanguage;

    public int Words => HtmlText.WordsIn(BodyHtml);

    /// <summary>As it may be stored: HTML of the small subset, plain text without what no database or page can hold.</summary>
    public StoryText Clean() => this with
    {
        Headline = TypedText.Line(Headline),
        Standfirst = TypedText.Line(Standfirst),
        Byline = TypedText.Line(Byline),
        Dateline = TypedText.Line(Dateline),
        CreditLine = TypedText.Line(CreditLine),
        ContentNotice = TypedText.Line(ContentNotice),
        BodyHtml = HtmlCleaner.Clean(TypedText.Sound(BodyHtml)),
        Subjects = SubjectNumbers.Write(SubjectNumbers.Read(Subjects)),
        Language = Tongue.Sound(Language),
    };
}

/// <summary>The text as it was at one save. Never changed.</summary>
public sealed class Revision
{
    public long Id { get; private set; }
    public long StoryNumber { get; private set; }
    public required Story Story { get; init; }
    public required int Number { get; init; }
    public required StoryText Text { get; init; }
    public required int Words { get; init; }
    public Guid? SavedBy { get; init; }
    public required DateTimeOffset SavedAt { get; init; }
}

/// <summary>
/// What an editor typed and has not saved yet: kept on the server too, so that a closed tab loses nothing. One for each
/// revision on which the editor began, so that what is typed on somebody else's revision does not replace one's own.
/// </summary>
public sealed class WorkingCopy
{
    public required long StoryNumber { get; init; }
    public required Guid EditorId { get; init; }

    /// <summary>The revision on which the editor began.</summary>
    public required int BasedOn { get; init; }
    public required StoryText Text { get; set; }
    public required string Slugline { get; set; }
    public required DateTimeOffset KeptAt { get; set; }
}

/// <summary>A story's place at the top of the front page.</summary>
public sealed class FrontPlace
{
    public required long StoryNumber { get; init; }
    public Story? Story { get; private set; }

    /// <summary>1 leads the paper, 2 has a standfirst, 3 a headline.</summary>
    public required int Rank { get; set; }
    public required int Order { get; set; }
}

public sealed record StoryPublished(long Number, int SectionId, int? SectionBefore, int Revision) : IEvent
{
    public static string Name => "story.published/1";

    /// <summary>The topics, writers and storyline it stands under now or stood under before.</summary>
    public IReadOnlyList<int> Subjects { get; init; } = [];
}

/// <summary>It has a new revision; readers see it only once it is published.</summary>
public sealed record StoryRevised(long Number, int Revision) : IEvent
{
    public static string Name => "story.revised/1";
}

/// <summary>A story that readers never saw is gone.</summary>
public sealed record DraftDeleted(long Number, Guid By) : IEvent
{
    public static string Name => "story.draft-deleted/1";
}

public sealed record StoryWithdrawn(long Number, int SectionId) : IEvent
{
    public static string Name => "story.withdrawn/1";
}

public sealed record FrontPageChanged : IEvent
{
    public static string Name => "front-page.changed/1";
}

sealed class StoryConfiguration : IEntityTypeConfiguration<Story>
{
    public void Configure(EntityTypeBuilder<Story> builder)
    {
        builder.ToTable("Stories").HasKey(story => story.Number);
        builder.HasAnnotation(NewsroomDb.AddressNumber, true);
        builder.Property(story => story.Number).ValueGeneratedOnAdd();
        builder.Property(story => story.Slugline).HasMaxLength(120);
        builder.Property(story => story.Slug).HasMaxLength(120);
        builder.Property(story => story.PaperLanguage).HasMaxLength(Tongue.LongestTag);
        builder.Property(story => story.Language).HasMaxLength(Tongue.LongestTag);
        builder.HasOne(story => story.Section).WithMany().HasForeignKey(story => story.SectionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(story => story.Id).IsUnique();
        builder.HasIndex(story => new { story.State, story.PublishedAt, story.Number }).IsDescending(false, true, true);
        builder.HasIndex(story => new { story.SectionId, story.State, story.PublishedAt, story.Number }).IsDescending(false, false, true, true);
        builder.HasIndex(story => new { story.ChangedAt, story.Number }).IsDescending(true, true);
        builder.HasIndex(story => new { story.State, story.ChangedAt, story.Number }).IsDescending(false, true, true);
        builder.HasIndex(story => story.WireItemId);
        builder.HasIndex(story => story.EmbargoedUntil).HasFilter("embargoed_until IS NOT NULL");
    }
}

sealed class RevisionConfiguration : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> builder)
    {
        builder.ToTable("Revisions");
        builder.ComplexProperty(revision => revision.Text, StoryTextColumns.Configure);
        builder.HasOne(revision => revision.Story).WithMany().HasForeignKey(revision => revision.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(revision => new { revision.StoryNumber, revision.Number }).IsUnique();
    }
}

sealed class WorkingCopyConfiguration : IEntityTypeConfiguration<WorkingCopy>
{
    public void Configure(EntityTypeBuilder<WorkingCopy> builder)
    {
        builder.ToTable("WorkingCopies").HasKey(copy => new { copy.StoryNumber, copy.EditorId, copy.BasedOn });
        builder.ComplexProperty(copy => copy.Text, StoryTextColumns.Configure);
        builder.Property(copy => copy.Slugline).HasMaxLength(120);
        builder.HasOne<Story>().WithMany().HasForeignKey(copy => copy.StoryNumber).OnDelete(DeleteBehavior.Cascade);
    }
}

sealed class FrontPlaceConfiguration : IEntityTypeConfiguration<FrontPlace>
{
    public void Configure(EntityTypeBuilder<FrontPlace> builder)
    {
        builder.ToTable("FrontPlaces").HasKey(place => place.StoryNumber);
        builder.Property(place => place.StoryNumber).ValueGeneratedNever();
        builder.HasOne(place => place.Story).WithMany().HasForeignKey(place => place.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(place => new { place.Rank, place.Order });
    }
}

static class StoryTextColumns
{
    public static void Configure(ComplexPropertyBuilder<StoryText> text) => text.Ignore(part => part.Words);
}
