using Broadsheet.Storage.Outbox;
using Broadsheet.Stories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Desk.Schedule;

/// <summary>
/// A revision that readers are to see from a set time. It goes when it was published on time; where something is to be
/// said of it (it was late, or could not be published) it stays until somebody has seen that.
/// </summary>
public sealed class ScheduledStory
{
    /// <summary>From then on the desk is told that it was, or is, not on time.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    public required long StoryNumber { get; init; }
    public Story? Story { get; private set; }

    /// <summary>The one that was looked at when the time was set; a newer one does not slip in.</summary>
    public required int Revision { get; set; }
    public required DateTimeOffset At { get; set; }
    public Guid? SetBy { get; set; }

    /// <summary>When its time came and it was dealt with; null while it waits.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why it could not be published then, as it was said; null where it was published, but late.</summary>
    public string? Problem { get; set; }
}

/// <summary>A time was set, moved or given up: whoever waits for the next looks again.</summary>
public sealed record ScheduleChanged(long Story) : IEvent
{
    public static string Name => "schedule.changed/1";
}

sealed class ScheduledStoryConfiguration : IEntityTypeConfiguration<ScheduledStory>
{
    public void Configure(EntityTypeBuilder<ScheduledStory> builder)
    {
        builder.ToTable("ScheduledStories").HasKey(planned => planned.StoryNumber);
        builder.Property(planned => planned.StoryNumber).ValueGeneratedNever();
        builder.HasOne(planned => planned.Story).WithMany().HasForeignKey(planned => planned.StoryNumber).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(planned => new { planned.DoneAt, planned.At, planned.StoryNumber });
    }
}
