using Broadsheet.Readers.SignIn;
using Broadsheet.Tests.World;

namespace Broadsheet.Tests.Browser;

[Trait("Speed", "Slow")]
public sealed class SignInPageTests(Chromium chromium)
{
    [Fact]
    public async Task A_person_signs_in_with_one_press_on_a_link()
    {
        await using var newsroom = await Newsroom.Open(Database.Sqlite);
        var page = await chromium.Open(newsroom.Address);
        await page.GotoAsync("/sign-in");
        await page.IsAccessible();
        await page.Picture("sign-in-1280");

        await page.GotoAsync(new Uri(await newsroom.Get<SignInLinks>().Create(await newsroom.IdOf("ida"), Newsroom.Stop)).PathAndQuery);
        await page.IsAccessible();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        Assert.Equal("/", new Uri(page.Url).AbsolutePath);
        Assert.Contains((await page.Context.CookiesAsync()), cookie => cookie.Name == Session.CookieName && cookie.HttpOnly);
    }
}
