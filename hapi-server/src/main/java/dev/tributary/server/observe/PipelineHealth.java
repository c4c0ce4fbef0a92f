package dev.tributary.server.observe;

import java.util.LinkedHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.SmartLifecycle;

/**
 * Whether the parts between feed and subscriber run: search parameters installed, engine and workers started. Feeds start last, in the
 * default phase, and have an indicator of their own.
 */
final class PipelineHealth implements HealthIndicator {

    private static final String HUB = "dev.tributary.";

    private final Supplier<Stream<SmartLifecycle>> parts;

    /** @param parts asked at every look, since they are made after the indicators */
    PipelineHealth(Supplier<Stream<SmartLifecycle>> parts) {
        this.parts = parts;
    }

    @Override
    public Health health() {
        var running = new LinkedHashMap<String, Object>();
        parts.get()
                .filter(part -> part.getClass().getName().startsWith(HUB))
                .filter(part -> part.getPhase() < SmartLifecycle.DEFAULT_PHASE)
                .forEach(
                        part -> running.put(part.getClass().getSimpleName(), part.isRunning() ? "running" : "stopped"));
        return (running.containsValue("stopped") ? Health.outOfService() : Health.up())
                .withDetails(running)
                .build();
    }
}
