namespace Broadsheet.Kit;

public static class WordCount
{
    /// <summary>Runs of signs between white space and tags.</summary>
    public static int Of(string html)
    {
        var words = 0;
        var insideTag = false;
        var insideWord = false;
        foreach (var sign in html)
        {
            insideTag = sign == '<' || (insideTag && sign != '>');
            var belongs = !insideTag && sign != '>' && !char.IsWhiteSpace(sign);
            if (belongs && !insideWord) words++;
            insideWord = belongs;
        }
        return words;
    }
}
