package dev.tributary.server.notify;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.subscriptions.NotificationEngine;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.acknowledgement.Acknowledgements;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.delivery.Delivery;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts the engine after the record is ready and stops it before the database goes. */
final class EngineLifecycle implements SmartLifecycle {

    private final NotificationEngine engine;
    private volatile boolean running;

    EngineLifecycle(
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            SubscriptionStore subscriptions,
            Channels channels,
            FanOut fanOut,
            Disclosure disclosure,
            DaoRegistry daos,
            Acknowledgements acknowledgements,
            MeterRegistry meters,
            NotificationSettings settings,
            CommitSignal signal,
            Clock clock,
            Supplier<UUID> ids) {
        var resources = new SubscriptionResourceStatus(daos);
        var parts = new Delivery.Parts(
                jdbc,
                transactions,
                subscriptions,
                channels,
                disclosure,
                (id, status, error) -> {
                    resources.changed(id, status, error);
                    acknowledgements.changed(id, status, error);
                },
                new NotificationMeters(meters),
                settings,
                clock,
                ids);
        this.engine = new NotificationEngine(parts, fanOut, signal);
    }

    @Override
    public void start() {
        engine.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        engine.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 50;
    }
}
