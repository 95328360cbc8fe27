using Broadsheet.Kit;

namespace Broadsheet.Tests.Kit;

public sealed class SiteAddressTests
{
    [Theory, InlineData("https://münchen.example", "https://xn--mnchen-3ya.example/a"), InlineData("https://paper.example:8443", "https://paper.example:8443/a"), InlineData("http://localhost:5080", "http://localhost:5080/a")]
    public void Links_are_written_as_every_machine_takes_them(string site, string link) =>
        Assert.Equal(link, new SiteAddress(new SiteSettings { Site = new Uri(site) }).Of("/a"));

    [Theory, InlineData("https://paper.example", true), InlineData("http://localhost:1", true), InlineData("http://paper.example", false), InlineData("https://user:secret@paper.example", false), InlineData("https://paper.example/below", false), InlineData("https://paper.example/?a", false)]
    public void The_public_address_is_a_scheme_and_a_name(string site, bool canBe)
    {
        Assert.Equal(canBe, SiteAddress.CanBe(new Uri(site)));
        Assert.Equal(canBe, SiteAddress.Problem(new Uri(site)) is null);
        Assert.DoesNotContain("secret", SiteAddress.Problem(new Uri(site)) ?? "", StringComparison.Ordinal);
    }
}
