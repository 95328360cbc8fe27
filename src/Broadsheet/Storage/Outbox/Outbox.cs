using System.Text.Json;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Broadsheet.Storage.Outbox;

public static class OutboxExtensions
{
    /// <summary>Writes the event, and a delivery for each durable consumer of it, with the change in whose transaction it stands.</summary>
    public static void Record<T>(this NewsroomDb db, T happened) where T : IEvent
    {
        var services = db.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>()!.ApplicationServiceProvider!;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var row = new OutboxEvent { Name = T.Name, Body = JsonSerializer.Serialize(happened, JsonSerializerOptions.Web), At = now };
        db.OutboxEvents.Add(row);
        foreach (var consumer in services.GetRequiredService<OutboxRoutes>().ConsumersOf(T.Name))
            db.Deliveries.Add(new Delivery { Event = row, Consumer = consumer, DueAt = now });
    }

    public static IServiceCollection AddDurableConsumer<T>(this IServiceCollection services, OutboxRoute route) where T : class, IDurableConsumer =>
        services.AddSingleton(route).AddSingleton<IDurableConsumer, T>();

    public static IServiceCollection AddNodeConsumer<T>(this IServiceCollection services) where T : class, INodeConsumer =>
        services.AddSingleton<INodeConsumer>(all => all.GetRequiredService<T>());
}
