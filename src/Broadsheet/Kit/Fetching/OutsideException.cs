namespace Broadsheet.Kit.Fetching;

/// <summary>Why nothing came from another machine.</summary>
public enum OutsideFault
{
    /// <summary>The address is none of http or https, or carries a name and password.</summary>
    NoWebAddress,

    /// <summary>The address leads into a network that is not open to all.</summary>
    PrivateAddress,

    /// <summary>No machine has that name.</summary>
    NoSuchHost,

    /// <summary>It cannot be reached, or ended the connection.</summary>
    NotReached,

    /// <summary>The secured connection failed: an expired certificate, a wrong name.</summary>
    NotSecure,

    /// <summary>It took longer than is waited for.</summary>
    TooSlow,

    /// <summary>It sent more than is read.</summary>
    TooLarge,

    /// <summary>It redirected again and again, or to nowhere.</summary>
    RedirectsWithoutEnd,
}

/// <summary>Another machine was asked and nothing usable came. The fault has words on the desk; the message is for the log.</summary>
public sealed class OutsideException(OutsideFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public OutsideFault Fault { get; } = fault;
}
