namespace Broadsheet.Kit;

/// <summary>The beginning of a text that no person reads in full; a sign is not cut in two, for no database stores half of one.</summary>
static class SoundCut
{
    public static string Of(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
