namespace Broadsheet.Media;

/// <summary>How wide pictures stand in the look's grid, as a browser is told it.</summary>
public static class PictureSizes
{
    public const string Lead = "(min-width: 80rem) 36rem, (min-width: 64rem) 46vw, calc(100vw - 2rem)";
    public const string Card = "(min-width: 80rem) 18rem, (min-width: 64rem) 23vw, (min-width: 48rem) 46vw, calc(100vw - 2rem)";
    public const string Broad = "(min-width: 80rem) 64rem, (min-width: 64rem) 80vw, calc(100vw - 2rem)";
    public const string Column = "(min-width: 40rem) 36rem, calc(100vw - 2rem)";
    public const string Whole = "(min-width: 80rem) 76rem, calc(100vw - 2rem)";
    public const string Desk = "(min-width: 64rem) 44rem, calc(100vw - 2rem)";
    public const string Small = "10rem";
}
