using Broadsheet.Kit;
using Broadsheet.NewsFormats.Html;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Broadsheet.Stories.Search;

/// <summary>The words a story is found by, while readers may read it. The databases keep a full-text index over them.</summary>
public sealed class SearchedStory
{
    const int MostWords = 3_000;

    public required long StoryNumber { get; init; }
    public required string Words { get; set; }

    public static string WordsOf(StoryText text) =>
        string.Join(' ', FoldedWords.Of(string.Join('\n', text.Headline, text.Standfirst, text.Byline, text.Dateline, text.CreditLine, HtmlText.Of(text.BodyHtml)), MostWords));
}

sealed class SearchedStoryConfiguration : IEntityTypeConfiguration<SearchedStory>
{
    public void Configure(EntityTypeBuilder<SearchedStory> builder)
    {
        builder.ToTable("SearchedStories").HasKey(story => story.StoryNumber);
        builder.Property(story => story.StoryNumber).ValueGeneratedNever();
        builder.HasOne<Story>().WithMany().HasForeignKey(story => story.StoryNumber).OnDelete(DeleteBehavior.Cascade);
    }
}
