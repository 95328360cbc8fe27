using Broadsheet.Storage.Backup;
using Broadsheet.Storage.Keys;
using Broadsheet.Storage.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Broadsheet.Storage;

/// <summary>The database: SQLite in the data folder, or PostgreSQL by one connection string.</summary>
public static class StorageRoom
{
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(new DataFolder(settings.Data));
        services.AddSingleton<CommitSignal>().AddSingleton<OutboxRoutes>().AddSingleton<Sequencer>();
        if (settings.UsesPostgres) services.AddPostgres(settings.Database!); else services.AddSqlite();
        services.AddScoped(all => all.GetRequiredService<IDbContextFactory<NewsroomDb>>().CreateDbContext());
        services.AddSealedKeyRing();
        services.AddSingleton<BackUp>().AddSingleton<Restore>();
        return services;
    }

    /// <summary>What looks after the database while the paper is served.</summary>
    public static IServiceCollection AddDatabaseCare(this IServiceCollection services) =>
        HasSqlite(services) ? services.AddHostedService(all => all.GetRequiredService<PlannerStatistics>()) : services;

    /// <summary>What moves events from the outbox to their consumers; only a serving process does that.</summary>
    public static IServiceCollection AddOutboxDelivery(this IServiceCollection services)
    {
        services.AddSingleton<NodeFeed>().AddHostedService(all => all.GetRequiredService<NodeFeed>())
            .AddHostedService<DeliveryPumps>()
            .AddHostedService<OutboxPruning>();
        return HasSqlite(services) ? services.AddHostedService<LogWatch>() : services;
    }

    static bool HasSqlite(IServiceCollection services) => services.Any(service => service.ServiceType == typeof(PlannerStatistics));

    /// <summary>Brings the database up to date. Two nodes that start together do it one after the other.</summary>
    public static Task Migrate(IServiceProvider services, CancellationToken stop)
    {
        if (services.GetRequiredService<StorageSettings>() is { UsesPostgres: true } settings)
            return Migrations.Run(new NpgsqlConnection(settings.Database), connection => new PostgresNewsroomDb(new DbContextOptionsBuilder<PostgresNewsroomDb>().UseNpgsql(connection).Options), stop);
        return Migrations.Run(new SqliteConnection(SqliteFile(services, SqliteOpenMode.ReadWriteCreate)), connection => new SqliteNewsroomDb(new DbContextOptionsBuilder<SqliteNewsroomDb>().UseSqlite(connection).Options), stop);
    }

    static void AddSqlite(this IServiceCollection services)
    {
        services.AddSingleton<INewsroomWriter>(all =>
        {
            var connection = new SqliteConnection(SqliteFile(all, SqliteOpenMode.ReadWriteCreate));
            connection.Open();
            var statements = new KeptStatements();
            var contexts = Pool<SqliteNewsroomDb>(all, options => options.UseSqlite(connection).AddInterceptors(FailedSave.Watch, statements));
            return new SqliteWriter(connection, statements, contexts, all.GetRequiredService<CommitSignal>());
        });
        services.AddSingleton<PlannerStatistics>();
        services.AddSingleton<IDbContextFactory<NewsroomDb>>(all => new Reading<SqliteNewsroomDb>(
            Pool<SqliteNewsroomDb>(all, options => options.UseSqlite(SqliteFile(all, SqliteOpenMode.ReadOnly)).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking))));
    }

    static void AddPostgres(this IServiceCollection services, string database)
    {
        services.AddSingleton<IDbContextFactory<PostgresNewsroomDb>>(all => Pool<PostgresNewsroomDb>(all, options => options
            .UseNpgsql(database, postgres => postgres.EnableRetryOnFailure(maxRetryCount: 8, maxRetryDelay: TimeSpan.FromSeconds(2), errorCodesToAdd: null))
            .AddInterceptors(FailedSave.Watch)));
        services.AddSingleton<INewsroomWriter, PostgresWriter>();

        // A stray SaveChanges outside the writer fails here as it does on SQLite.
        var readOnly = new NpgsqlConnectionStringBuilder(database) { Options = "-c default_transaction_read_only=on" }.ConnectionString;
        services.AddSingleton<IDbContextFactory<NewsroomDb>>(all => new Reading<PostgresNewsroomDb>(
            Pool<PostgresNewsroomDb>(all, options => options.UseNpgsql(readOnly).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking))));
    }

    static PooledDbContextFactory<T> Pool<T>(IServiceProvider services, Action<DbContextOptionsBuilder> configure) where T : NewsroomDb
    {
        var options = new DbContextOptionsBuilder<T>().UseApplicationServiceProvider(services);
        options.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.MultipleCollectionIncludeWarning));
        configure(options);
        return new PooledDbContextFactory<T>(options.Options);
    }

    static string SqliteFile(IServiceProvider services, SqliteOpenMode mode)
    {
        var folder = services.GetRequiredService<DataFolder>();
        if (mode == SqliteOpenMode.ReadWriteCreate) folder.MakeDatabase();
        return new SqliteConnectionStringBuilder { DataSource = folder.Database, Mode = mode, Pooling = mode == SqliteOpenMode.ReadOnly, DefaultTimeout = 5 }.ConnectionString;
    }

    sealed class Reading<T>(IDbContextFactory<T> contexts) : IDbContextFactory<NewsroomDb> where T : NewsroomDb
    {
        public NewsroomDb CreateDbContext() => contexts.CreateDbContext();
    }
}
