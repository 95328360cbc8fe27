namespace Broadsheet.Cli.Doctor;

enum Health { Fine, Note, Wrong }

/// <summary>What was found at one place of the set-up; where it is not fine, also what to do about it.</summary>
sealed record Finding(Health Health, string Part, string What, string? Mend = null)
{
    public static Finding Fine(string part, string what) => new(Health.Fine, part, what);

    /// <summary>It works, and somebody may want to know.</summary>
    public static Finding Note(string part, string what, string mend) => new(Health.Note, part, what, mend);

    public static Finding Wrong(string part, string what, string mend) => new(Health.Wrong, part, what, mend);
}
