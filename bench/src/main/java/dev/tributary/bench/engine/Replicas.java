package dev.tributary.bench.engine;

import dev.tributary.subscriptions.NotificationSettings;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Engines that share a database, as replicas of the hub do; here they also share a process. */
record Replicas(List<Engine> engines) implements AutoCloseable {

    static Replicas start(int count, EngineDatabase database, SSLContext tls) {
        List<Engine> engines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            engines.add(new Engine(database, tls, NotificationSettings.defaults()));
        }
        return new Replicas(engines);
    }

    /** The one that takes what comes in; which replica sends it is settled among them. */
    Engine first() {
        return engines.get(0);
    }

    @Override
    public void close() {
        engines.forEach(Engine::close);
    }
}
