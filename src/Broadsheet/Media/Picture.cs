using Broadsheet.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Media;

/// <summary>A photograph or drawing, with who must be named.</summary>
public sealed class Picture
{
    public long Number { get; private set; }
    public required Guid Id { get; init; }

    /// <summary>Its file in the data folder's <c>pictures</c>: the hash of its content and an ending.</summary>
    public required string File { get; init; }
    public required string MediaType { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required string Caption { get; set; }
    public required string Credit { get; set; }

    /// <summary>What is to be seen, for those who cannot see it.</summary>
    public required string Alt { get; set; }
    public required DateTimeOffset AddedAt { get; init; }
}

sealed class PictureConfiguration : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> builder)
    {
        builder.ToTable("Pictures").HasKey(picture => picture.Number);
        builder.HasAnnotation(NewsroomDb.AddressNumber, true);
        builder.Property(picture => picture.Number).ValueGeneratedOnAdd();
        builder.HasIndex(picture => picture.Id).IsUnique();
    }
}
