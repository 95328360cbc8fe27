namespace Broadsheet.Media.Darkroom;

/// <summary>What the darkroom is asked to do with one picture. One line of JSON on its standard input.</summary>
/// <param name="Original">The path of the file.</param>
/// <param name="Renditions">The folder in which they are put.</param>
/// <param name="Cut">How far: <see cref="PictureCut.Quick"/> reads it and cuts JPEG; <see cref="PictureCut.Full"/> adds the other kinds.</param>
sealed record DarkroomJob(string Original, string Renditions, string Key, int FocusX, int FocusY, PictureCut Cut, int MostPixels);

/// <summary>What came of it. One line of JSON on its standard output.</summary>
/// <param name="Problem">The key of the sentence that says why there is nothing.</param>
/// <param name="ForGood">Whether the picture itself is at fault, so that it is of no use to try again.</param>
sealed record Developed(string? Problem, bool ForGood = false, int Width = 0, int Height = 0, int Tone = 0, PictureWords? Words = null)
{
    // Keys of DeskWords.
    public const string Broken = "PictureBroken", TooManyPixels = "PictureTooManyPixels", NotAPicture = "PictureNotOne", TooLarge = "PictureTooLarge", Busy = "PictureBusy", Failed = "PictureFailed", Lost = "PictureLost",
        NotWritten = "PictureNotWritten";

    public static Developed Refused(string problem) => new(problem, ForGood: true);

    public static Developed NotNow(string problem) => new(problem);
}
