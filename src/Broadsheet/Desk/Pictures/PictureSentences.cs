using Broadsheet.Media;
using Broadsheet.Words;
using Microsoft.Extensions.Localization;

namespace Broadsheet.Desk.Pictures;

/// <summary>Says why a picture is not taken or not cut, with the limits as they are set.</summary>
sealed class PictureSentences(IStringLocalizer<DeskWords> say, MediaSettings settings)
{
    const int Million = 1_000_000;

    public string this[string key] => say[key, settings.LargestFile / Million, settings.MostPixels / Million];
}
