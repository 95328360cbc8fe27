using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Broadsheet.Bench;

/// <summary>A PostgreSQL of our own on a free port, as it is installed: it waits for the disk.</summary>
sealed class Postgres : IAsyncDisposable
{
    readonly string folder;
    readonly int port;
    int databases;

    Postgres(string folder, int port) => (this.folder, this.port) = (folder, port);

    static string Tools => Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => version + "/bin").First();

    public static async Task<Postgres> Start(CancellationToken stop)
    {
        // Not below the repository, whose folders another user may not enter: PostgreSQL refuses to run as root.
        var folder = Path.Combine("/tmp", "broadsheet-bench-postgres-" + Guid.CreateVersion7().ToString("N"));
        Directory.CreateDirectory(folder);
        if (Environment.UserName == "root") await Tool.Run("chown", ["postgres", folder], stop);
        var server = new Postgres(folder, FreePort());
        await AsPostgres($"{Tools}/initdb -D {folder}/data -A trust -U postgres", stop);
        await AsPostgres($"{Tools}/pg_ctl -D {folder}/data -w -l {folder}/log -o \"-p {server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}\" start > /dev/null 2>&1", stop);
        return server;
    }

    /// <summary>A connection string to an empty database.</summary>
    public async Task<string> NewDatabase(CancellationToken stop)
    {
        var name = "paper" + Interlocked.Increment(ref databases);
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
        await connection.OpenAsync(stop);
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await create.ExecuteNonQueryAsync(stop);
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database={name}";
    }

    public async ValueTask DisposeAsync()
    {
        await AsPostgres($"{Tools}/pg_ctl -D {folder}/data -m immediate stop > /dev/null 2>&1", CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }

    static Task AsPostgres(string command, CancellationToken stop) =>
        Environment.UserName == "root" ? Tool.Run("su", ["postgres", "-s", "/bin/sh", "-c", command], stop) : Tool.Run("/bin/sh", ["-c", command], stop);

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
