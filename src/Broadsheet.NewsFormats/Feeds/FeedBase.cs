using Broadsheet.NewsFormats.Markup;

namespace Broadsheet.NewsFormats.Feeds;

/// <summary>What relative addresses are relative to (xml:base, else the site's own address); null where nothing says.</summary>
internal readonly record struct FeedBase(Uri? Address)
{
    /// <summary>Within that element, which may have a base of its own.</summary>
    public FeedBase Within(MarkupElement element) =>
        element.Attribute("base", MarkupElement.XmlSpace) is { } own && Resolve(own) is { } resolved && Uri.TryCreate(resolved, UriKind.Absolute, out var address) ? new FeedBase(address) : this;

    public static FeedBase Of(string? address) => new(Uri.TryCreate(address, UriKind.Absolute, out var known) && known.Scheme is "http" or "https" ? known : null);

    /// <summary>An absolute address stays as it was sent, letter by letter.</summary>
    public string? Resolve(string? address)
    {
        if (address is null || Address is null || Uri.TryCreate(address, UriKind.Absolute, out var absolute) && !(absolute.IsFile && address.StartsWith('/')))
            return address;
        return Uri.TryCreate(Address, address, out var resolved) ? resolved.AbsoluteUri : address;
    }
}
