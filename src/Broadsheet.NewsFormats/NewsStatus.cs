namespace Broadsheet.NewsFormats;

/// <summary>What the agency says may be done with an item (NewsML-G2 <c>pubStatus</c>, ninjs <c>pubstatus</c>).</summary>
public enum NewsStatus
{
    /// <summary>A status was sent which the standard does not know; the item must not be published unseen.</summary>
    Unknown = 0,

    /// <summary>May be published. Both standards take an absent status for this one.</summary>
    Usable,

    /// <summary>Must not be published for now.</summary>
    Withheld,

    /// <summary>Must not be published, and be taken back where it was (a kill).</summary>
    Canceled,
}
