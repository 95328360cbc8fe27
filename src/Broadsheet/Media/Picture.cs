using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Broadsheet.Kit;
using Broadsheet.Storage;
using Broadsheet.Storage.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Media;

/// <summary>How far a picture's renditions are cut: none, JPEG only, or all. Readers see it from <see cref="Quick"/> on.</summary>
public enum PictureCut { None, Quick, Full }

/// <summary>A photograph or drawing, with who must be named.</summary>
public sealed class Picture
{
    public const int MostAttempts = 3;

    // Raised when the same original has to be cut in another way; renditions are then made anew.
    const string Recipe = "1";

    public long Number { get; private set; }
    public required Guid Id { get; init; }

    /// <summary>The original in the data folder's <c>pictures</c>: the hash of its content and an ending. Readers never get it.</summary>
    public required string File { get; init; }
    public required string MediaType { get; init; }

    /// <summary>As one looks at it: a photograph taken sideways is upright here.</summary>
    public required int Width { get; init; }
    public required int Height { get; init; }

    /// <summary>Its dominant colour, one of 64.</summary>
    public required int Tone { get; init; }

    /// <summary>What a crop must keep, in hundredths of width and height.</summary>
    public int FocusX { get; private set; } = 50;
    public int FocusY { get; private set; } = 50;
    public required string Caption { get; set; }
    public required string Credit { get; set; }

    /// <summary>What is to be seen, for those who cannot see it.</summary>
    public required string Alt { get; set; }

    /// <summary>What the licence permits; for the desk alone.</summary>
    public string UsageTerms { get; set; } = "";
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The wire item it was taken from: what the agency says of that holds for the picture too. Null: it was uploaded.</summary>
    public Guid? WireItemId { get; init; }

    /// <summary>The words the desk finds it by. The databases keep a full-text index over them.</summary>
    public string SearchWords { get; private set; } = "";

    public PictureCut Cut { get; private set; }

    /// <summary>What its renditions are named by: the original and how it is cut.</summary>
    public string RenditionKey { get; private set; } = "";
    public int Attempts { get; private set; }

    /// <summary>Why it is not cut any further: the key of a sentence. Null: all is well, or it is tried again.</summary>
    public string? Problem { get; private set; }

    /// <summary>The <see cref="Problem"/> of a picture that an editor took off the web.</summary>
    public const string TakenOff = "PictureTakenOff";

    public static string KeyOf(string file, int focusX, int focusY) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Recipe} {file} {focusX} {focusY}"))))[..16];

    /// <summary>What is said of it from now on.</summary>
    public void Say(PictureWords words)
    {
        Caption = TypedText.Line(words.Caption);
        Credit = TypedText.Line(words.Credit);
        Alt = TypedText.Line(words.Alt);
        UsageTerms = TypedText.Line(words.UsageTerms);
        SearchWords = PictureSearch.WordsOf(this);
    }

    /// <summary>No reader is to get it any more, wherever it stands: its agency or a court forbids it. It can be put back.</summary>
    public void TakeOff() => (Cut, Attempts, Problem) = (PictureCut.None, 0, TakenOff);

    /// <summary>Its renditions are there, cut so far.</summary>
    public void WasCut(string key, PictureCut cut)
    {
        (RenditionKey, Cut) = (key, cut);
        (Attempts, Problem) = (0, null);
    }

    /// <summary>Its renditions are gone, as after a restore: it is cut again.</summary>
    public void LostItsRenditions() => (Cut, Attempts, Problem) = (PictureCut.None, 0, null);

    /// <summary>Whatever kept it from being cut may be mended by now.</summary>
    public void TryAgain() => (Attempts, Problem) = (0, null);

    /// <summary>It could not be cut. A picture that is at fault itself is not tried again.</summary>
    public void CouldNotBeCut(string problem, bool forGood)
    {
        Attempts++;
        if (forGood || Attempts >= MostAttempts) Problem = problem;
    }

    /// <summary>What a crop must keep from now on. Its renditions of before stay until those are cut.</summary>
    public void Focus(int x, int y, string key, PictureCut cut)
    {
        (FocusX, FocusY) = (x, y);
        WasCut(key, cut);
    }
}

/// <summary>A picture is in the library no more; its files can go. What names them cannot be looked up later.</summary>
public sealed record PictureDeleted(long Number, string File, int Width, int Height, Guid By) : IEvent
{
    public static string Name => "media.picture-deleted/1";
}

/// <summary>No reader is to get a picture any more: what was cut of it can go.</summary>
public sealed record PictureTakenOff(long Number, string File, int Width, int Height) : IEvent
{
    public static string Name => "media.picture-taken-off/1";
}

/// <summary>A picture's renditions or what is said of it changed: pages that show it are made anew.</summary>
public sealed record PictureChanged(long Number) : IEvent
{
    public static string Name => "media.picture-changed/1";
}

sealed class PictureConfiguration : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> builder)
    {
        builder.ToTable("Pictures").HasKey(picture => picture.Number);
        builder.HasAnnotation(NewsroomDb.AddressNumber, true);
        builder.Property(picture => picture.Number).ValueGeneratedOnAdd();
        builder.HasIndex(picture => picture.Id).IsUnique();
        builder.HasIndex(picture => picture.File);
        builder.HasIndex(picture => picture.WireItemId).HasFilter("wire_item_id IS NOT NULL");
        builder.HasIndex(picture => new { picture.AddedAt, picture.Number }).IsDescending(true, true);
        builder.HasIndex(picture => picture.Number).HasDatabaseName("IX_pictures_to_cut").HasFilter("cut <> 'Full' AND problem IS NULL");
    }
}
