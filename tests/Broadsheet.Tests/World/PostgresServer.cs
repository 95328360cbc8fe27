using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Broadsheet.Tests.World.PostgresServer))]

namespace Broadsheet.Tests.World;

/// <summary>A real PostgreSQL of our own on a free port, started when the first test needs it, gone when the last is done.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    readonly string folder = Path.Combine("/tmp", "broadsheet-postgres-" + Guid.CreateVersion7().ToString("N"));
    readonly SemaphoreSlim starting = new(1);
    string? server;
    int databases;

    public static PostgresServer Current { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Current = this;
        return ValueTask.CompletedTask;
    }

    /// <summary>A connection string to an empty database, or to a copy of one that nobody is using.</summary>
    public async Task<string> NewDatabase(string? copyOf = null)
    {
        await starting.WaitAsync();
        try { server ??= await Start(); }
        finally { starting.Release(); }
        var name = "paper" + Interlocked.Increment(ref databases);
        await using var connection = new NpgsqlConnection(server + ";Database=postgres");
        await connection.OpenAsync();
        var template = copyOf is null ? "template1" : new NpgsqlConnectionStringBuilder(copyOf).Database;
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
        await create.ExecuteNonQueryAsync();
        return $"{server};Database={name};Maximum Pool Size=20;Connection Idle Lifetime=3;Connection Pruning Interval=1";
    }

    async Task<string> Start()
    {
        var tools = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => version + "/bin").First();
        var port = FreePort();
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root") await Run("chown", "postgres", folder);
        await AsPostgres($"{tools}/initdb -D {folder}/data -A trust --no-sync -U postgres");
        // Tests that are told to stop end without their fixtures.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAtOnce();
        await AsPostgres($"{tools}/pg_ctl -D {folder}/data -w -l {folder}/log -o \"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=500\" start");
        return $"Host=127.0.0.1;Port={port};Username=postgres";
    }

    void StopAtOnce()
    {
        if (!File.Exists($"{folder}/data/postmaster.pid")) return;
        using var kill = Process.Start("kill", ["-QUIT", File.ReadLines($"{folder}/data/postmaster.pid").First()]);
        kill.WaitForExit();
        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            NpgsqlConnection.ClearAllPools();
            var tools = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => version + "/bin").First();
            await AsPostgres($"{tools}/pg_ctl -D {folder}/data -m immediate stop");
            Directory.Delete(folder, recursive: true);
        }
        starting.Dispose();
    }

    // PostgreSQL refuses to run as root.
    static Task AsPostgres(string command) => Environment.UserName == "root" ? Run("su", "postgres", "-s", "/bin/sh", "-c", command) : Run("/bin/sh", "-c", command);

    static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/tmp" })!;
        // pg_ctl's server inherits the pipes, so their end never comes: read what there is when it exits.
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await process.StandardError.ReadToEndAsync()}");
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
