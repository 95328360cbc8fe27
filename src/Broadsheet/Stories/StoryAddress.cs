using System.Globalization;

namespace Broadsheet.Stories;

/// <summary>The one place that builds and reads the path of a story: <c>/{section}/{slug}-{number}</c>.</summary>
public static class StoryAddress
{
    /// <summary>Percent-encoded, ready for an <c>href</c> or a header.</summary>
    public static string Of(string section, string slug, long number) => slug.Length == 0
        ? string.Create(CultureInfo.InvariantCulture, $"/{Uri.EscapeDataString(section)}/{number}")
        : string.Create(CultureInfo.InvariantCulture, $"/{Uri.EscapeDataString(section)}/{Uri.EscapeDataString(slug)}-{number}");

    /// <summary>The story must have been read with its section.</summary>
    public static string Of(Story story) => Of(story.Section!.Slug, story.Slug, story.Number);

    public static string OfSection(string slug) => "/" + Uri.EscapeDataString(slug);

    /// <summary>The number at the end of an address's second segment; null where there is none that a story could have.</summary>
    public static long? NumberIn(string slugAndNumber)
    {
        var digits = slugAndNumber.AsSpan(slugAndNumber.LastIndexOf('-') + 1);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
