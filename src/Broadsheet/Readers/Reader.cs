using System.Text;
using Broadsheet.Kit;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Readers;

/// <summary>One each. An editor may do what a journalist and a moderator may, an administrator everything.</summary>
public enum Role { Reader, Journalist, Moderator, Editor, Administrator }

/// <summary>A registered person; the handle is the name others see.</summary>
public sealed class Reader
{
    public const int LongestEmail = 254;

    public required Guid Id { get; init; }
    public required string Handle { get; set; }

    /// <summary>The handle in the form in which no two readers may have the same.</summary>
    public required string HandleKey { get; set; }
    public required string Email { get; set; }
    public required string EmailKey { get; set; }
    public Role Role { get; set; }
    public string? PasswordHash { get; set; }

    /// <summary>Changes when the person's access changes; a session of before ends then.</summary>
    public required string SecurityStamp { get; set; }
    public required DateTimeOffset RegisteredAt { get; init; }

    public static string KeyOf(string handleOrEmail) => TypedText.Normal(handleOrEmail.Trim(), NormalizationForm.FormKC).ToLowerInvariant();
}

/// <summary>A one-time link: only the hash of its token is kept.</summary>
public sealed class SignInLink
{
    public long Id { get; private set; }
    public required Guid ReaderId { get; init; }
    public required string TokenHash { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A session that was signed out before its time: its cookie, should somebody have kept it, opens nothing.</summary>
public sealed class EndedSession
{
    public required Guid Id { get; init; }

    /// <summary>Until then its cookie would have been good.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>Somebody's role or password changed, or their access ended: what they have open ends.</summary>
public sealed record AccessChanged(Guid Reader) : IEvent
{
    public static string Name => "reader.access-changed/1";
}

sealed class ReaderConfiguration : IEntityTypeConfiguration<Reader>
{
    public void Configure(EntityTypeBuilder<Reader> builder)
    {
        builder.ToTable("Readers");
        builder.Property(reader => reader.Handle).HasMaxLength(40);
        builder.Property(reader => reader.HandleKey).HasMaxLength(80);
        builder.Property(reader => reader.Email).HasMaxLength(Reader.LongestEmail);
        builder.Property(reader => reader.EmailKey).HasMaxLength(Reader.LongestEmail);
        builder.Property(reader => reader.SecurityStamp).IsConcurrencyToken();
        builder.HasIndex(reader => reader.HandleKey).IsUnique();
        builder.HasIndex(reader => reader.EmailKey).IsUnique();
        builder.HasIndex(reader => new { reader.Role, reader.HandleKey });
    }
}

sealed class EndedSessionConfiguration : IEntityTypeConfiguration<EndedSession>
{
    public void Configure(EntityTypeBuilder<EndedSession> builder)
    {
        builder.ToTable("EndedSessions");
        builder.Property(session => session.Id).ValueGeneratedNever();
        builder.HasIndex(session => session.Until);
    }
}

sealed class SignInLinkConfiguration : IEntityTypeConfiguration<SignInLink>
{
    public void Configure(EntityTypeBuilder<SignInLink> builder)
    {
        builder.ToTable("SignInLinks");
        builder.HasIndex(link => link.TokenHash).IsUnique();
        builder.HasIndex(link => link.ExpiresAt);
        builder.HasOne<Reader>().WithMany().HasForeignKey(link => link.ReaderId).OnDelete(DeleteBehavior.Cascade);
    }
}
