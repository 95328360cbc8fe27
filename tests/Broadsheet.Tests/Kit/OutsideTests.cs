using System.Net;
using System.Text;
using Broadsheet.Kit;
using Broadsheet.Kit.Fetching;
using Broadsheet.Tests.World;
using Microsoft.AspNetCore.Http;

namespace Broadsheet.Tests.Kit;

public sealed class OutsideTests
{
    static Outside Asker(string allowed, double timeout = 10) =>
        new(new OutsideSettings { AllowedHosts = allowed, TimeoutSeconds = timeout }, new SiteAddress(new SiteSettings { Site = new Uri("https://merrin.example/") }), TimeProvider.System);

    static Asking For(Uri address, string path = "/") => new(new Uri(address, path), 100_000);

    [Fact]
    public async Task What_a_named_machine_sends_is_read_with_what_it_says_of_it()
    {
        await using var machine = await OtherMachine.Start(http =>
        {
            http.Response.Headers.ETag = "W/\"a b\"";
            http.Response.Headers.LastModified = "Tue, 24 Nov 2026 05:00:00 GMT";
            http.Response.ContentType = "application/rss+xml; charset=\"iso-8859-2\"";
            return http.Response.WriteAsync("<rss/>", Newsroom.Stop);
        });
        using var outside = Asker(machine.Host);
        var answer = await outside.Get(For(machine.Address) with { ETag = "\"old\"", LastModified = "Mon, 23 Nov 2026 05:00:00 GMT", Accept = "application/rss+xml" }, Newsroom.Stop);
        Assert.Equal("<rss/>", Encoding.UTF8.GetString(answer.Body));
        Assert.Equal(("W/\"a b\"", "Tue, 24 Nov 2026 05:00:00 GMT", "application/rss+xml", "iso-8859-2"), (answer.ETag, answer.LastModified, answer.MediaType, answer.Charset));
        var (_, headers) = Assert.Single(machine.Asked);
        Assert.Equal(("\"old\"", "Mon, 23 Nov 2026 05:00:00 GMT", "application/rss+xml"), (headers.IfNoneMatch.ToString(), headers.IfModifiedSince.ToString(), headers.Accept.ToString()));
        Assert.StartsWith("Broadsheet/", headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Contains("(+https://merrin.example/)", headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, headers.Cookie.Count);
    }

    [Fact]
    public async Task A_machine_in_our_own_network_is_not_asked_unless_the_operator_named_it()
    {
        await using var machine = await OtherMachine.Start(http => http.Response.WriteAsync("secret", Newsroom.Stop));
        using var outside = Asker("");
        var port = machine.Address.Port;
        foreach (var host in new[] { "127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "[::]", "[::127.0.0.1]" })
        {
            var refused = await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(new Uri($"http://{host}:{port}/")), Newsroom.Stop));
            Assert.Equal((host, OutsideFault.PrivateAddress), (host, refused.Fault));
        }
        Assert.Empty(machine.Asked);
        using var withAnotherPort = Asker($"127.0.0.1:{port + 1}");
        await Assert.ThrowsAsync<OutsideException>(() => withAnotherPort.Get(For(machine.Address), Newsroom.Stop));
    }

    [Fact]
    public async Task A_redirect_into_our_own_network_is_not_followed()
    {
        await using var inside = await OtherMachine.Start(http => http.Response.WriteAsync("secret", Newsroom.Stop));
        await using var machine = await OtherMachine.Start(http => { http.Response.Redirect(inside.Address.AbsoluteUri); return Task.CompletedTask; });
        using var outside = Asker(machine.Host);
        var refused = await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(machine.Address), Newsroom.Stop));
        Assert.Equal(OutsideFault.PrivateAddress, refused.Fault);
        Assert.Empty(inside.Asked);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://files.example/")]
    [InlineData("http://me:secret@127.0.0.1/")]
    public async Task Only_plain_addresses_of_the_web_are_asked_or_redirected_to(string address)
    {
        await using var machine = await OtherMachine.Start(http => { http.Response.StatusCode = 302; http.Response.Headers.Location = address; return Task.CompletedTask; });
        using var outside = Asker(machine.Host + ", 127.0.0.1");
        foreach (var asked in new[] { new Uri(address), machine.Address })
            Assert.Equal(OutsideFault.NoWebAddress, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(asked), Newsroom.Stop))).Fault);
    }

    [Fact]
    public async Task Redirects_are_followed_and_end()
    {
        await using var machine = await OtherMachine.Start(http =>
        {
            switch (http.Request.Path.Value)
            {
                case "/old": http.Response.Redirect("/new", permanent: true); return Task.CompletedTask;
                case "/today": http.Response.Redirect("/new"); return Task.CompletedTask;
                case "/round": http.Response.Redirect("/round"); return Task.CompletedTask;
                case "/nowhere": http.Response.StatusCode = 301; return Task.CompletedTask;
                default: return http.Response.WriteAsync("here", Newsroom.Stop);
            }
        });
        using var outside = Asker(machine.Host);
        Assert.Equal(new Uri(machine.Address, "/new"), (await outside.Get(For(machine.Address, "/old"), Newsroom.Stop)).MovedTo);
        var today = await outside.Get(For(machine.Address, "/today"), Newsroom.Stop);
        Assert.Equal((null, "/new", "here"), (today.MovedTo, today.Address.AbsolutePath, Encoding.UTF8.GetString(today.Body)));
        foreach (var path in new[] { "/round", "/nowhere" })
            Assert.Equal(OutsideFault.RedirectsWithoutEnd, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(machine.Address, path), Newsroom.Stop))).Fault);
    }

    [Fact]
    public async Task What_never_ends_is_cut_off_packed_or_not_and_so_is_what_never_comes()
    {
        await using var machine = await OtherMachine.Start(async http =>
        {
            if (http.Request.Path == "/slow")
            {
                await http.Response.WriteAsync("<rss>", http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            }
            if (http.Request.Path == "/packed") http.Response.Headers.ContentEncoding = "gzip";
            await using var body = http.Request.Path == "/packed" ? new System.IO.Compression.GZipStream(http.Response.Body, System.IO.Compression.CompressionLevel.Fastest) : http.Response.Body;
            var piece = new byte[10_000];
            while (!http.RequestAborted.IsCancellationRequested) await body.WriteAsync(piece, http.RequestAborted);
        });
        using var outside = Asker(machine.Host, timeout: 0.4);
        Assert.Equal(OutsideFault.TooLarge, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(machine.Address, "/endless"), Newsroom.Stop))).Fault);
        Assert.Equal(OutsideFault.TooLarge, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(machine.Address, "/packed"), Newsroom.Stop))).Fault);
        Assert.Equal(OutsideFault.TooSlow, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(machine.Address, "/slow"), Newsroom.Stop))).Fault);
    }

    [Fact]
    public async Task A_machine_that_is_off_or_has_no_such_name_is_told_apart()
    {
        var machine = await OtherMachine.Start(_ => Task.CompletedTask);
        var address = machine.Address;
        using var outside = Asker(machine.Host);
        await machine.DisposeAsync();
        Assert.Equal(OutsideFault.NotReached, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(address), Newsroom.Stop))).Fault);
        Assert.Equal(OutsideFault.NoSuchHost, (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(new Uri("http://no-such-name.invalid/")), Newsroom.Stop))).Fault);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_says_when_to_ask_again()
    {
        await using var machine = await OtherMachine.Start(http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers.RetryAfter = "120";
            return http.Response.WriteAsync("later", Newsroom.Stop);
        });
        using var outside = Asker(machine.Host);
        var answer = await outside.Get(For(machine.Address), Newsroom.Stop);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(120), 0), (answer.Status, answer.RetryAfter, answer.Body.Length));
    }

    [Fact]
    public async Task A_key_in_an_address_does_not_get_into_the_log()
    {
        await using var machine = await OtherMachine.Start(http => { http.Response.Redirect("/feed?key=secret"); return Task.CompletedTask; });
        using var outside = Asker(machine.Host);
        foreach (var address in new[] { machine.Address, new Uri("http://10.0.0.1/feed?key=secret"), new Uri("http://no-such-name.invalid/?key=secret"), new Uri("http://me:secret@harbour.example/") })
            Assert.DoesNotContain("secret", (await Assert.ThrowsAsync<OutsideException>(() => outside.Get(For(address, address.PathAndQuery), Newsroom.Stop))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    public void Only_addresses_of_the_open_network_are_public(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));
}
