using System.Globalization;
using System.Text;
using Broadsheet.Kit;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Stories.Subjects;

public enum SubjectKind { Topic, Writer, Storyline }

/// <summary>What stories are gathered under besides their section: a topic, a writer, or a storyline with what is due on it.</summary>
public sealed class Subject
{
    public const int LongestName = 80, LongestAbout = 600;

    public int Id { get; private set; }
    public required SubjectKind Kind { get; init; }

    /// <summary>Of the name it had first; it stays, for it stands in addresses.</summary>
    public required string Slug { get; init; }
    public required string Name
    {
        get;
        set => (field, NameKey) = (value, KeyOf(value));
    }

    /// <summary>The name however it is written; of one kind no two have the same, whoever makes them at once.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>A sentence or two for readers; may be empty.</summary>
    public required string About { get; set; }

    /// <summary>A storyline that stands on the front page.</summary>
    public bool IsOnFront { get; set; }

    /// <summary>Capitals, blanks, full-width letters and how an accent is encoded make no other name; accents and hyphens do.</summary>
    public static string KeyOf(string name) =>
        string.Join(' ', TypedText.Normal(TypedText.Normal(name, NormalizationForm.FormKC).ToLowerInvariant(), NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A published story under one of its subjects.</summary>
public sealed class Filed
{
    public required int SubjectId { get; init; }
    public required long StoryNumber { get; init; }

    /// <summary>The story's own, which never changes: the list is in its order.</summary>
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>What is due on a storyline: a day, and what will happen.</summary>
public sealed class DuePoint
{
    public const int LongestWhat = 200;

    public long Id { get; private set; }
    public required int SubjectId { get; init; }
    public required DateOnly On { get; set; }
    public required string What { get; set; }
}

/// <summary>A topic, a writer or a storyline is new, changed or gone.</summary>
public sealed record SubjectsChanged : IEvent
{
    public static string Name => "subjects.changed/1";
}

/// <summary>Numbers of subjects as they stand in a revision: in their order, parted by blanks, each once.</summary>
public static class SubjectNumbers
{
    const int Most = 30;

    public static IReadOnlyList<int> Read(string? text) =>
    [
        .. (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0).Distinct().Order().Take(Most),
    ];

    public static string Write(IEnumerable<int> numbers) => string.Join(' ', numbers.Distinct().Order().Take(Most).Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

sealed class SubjectConfiguration : IEntityTypeConfiguration<Subject>
{
    public void Configure(EntityTypeBuilder<Subject> builder)
    {
        builder.ToTable("Subjects");
        builder.Property(subject => subject.Slug).HasMaxLength(120);
        builder.Property(subject => subject.Name).HasMaxLength(Subject.LongestName);
        builder.HasIndex(subject => new { subject.Kind, subject.Slug }).IsUnique();
        builder.HasIndex(subject => new { subject.Kind, subject.NameKey }).IsUnique();
    }
}

sealed class FiledConfiguration : IEntityTypeConfiguration<Filed>
{
    public void Configure(EntityTypeBuilder<Filed> builder)
    {
        builder.ToTable("Filed").HasKey(filed => new { filed.StoryNumber, filed.SubjectId });
        builder.HasOne<Story>().WithMany().HasForeignKey(filed => filed.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Subject>().WithMany().HasForeignKey(filed => filed.SubjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(filed => new { filed.SubjectId, filed.PublishedAt, filed.StoryNumber }).IsDescending(false, true, true);
    }
}

sealed class DuePointConfiguration : IEntityTypeConfiguration<DuePoint>
{
    public void Configure(EntityTypeBuilder<DuePoint> builder)
    {
        builder.ToTable("DuePoints");
        // As text that sorts as days do: the backup's rows know no days.
        builder.Property(due => due.On).HasConversion(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), text => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)).HasMaxLength(10);
        builder.Property(due => due.What).HasMaxLength(DuePoint.LongestWhat);
        builder.HasOne<Subject>().WithMany().HasForeignKey(due => due.SubjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(due => new { due.SubjectId, due.On, due.Id });
    }
}
