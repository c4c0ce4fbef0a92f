package dev.tributary.server.transform;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/** Which StructureMaps are out of action, since they did not end in time: messages of their sources are parked. */
final class TransformHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final StructureMapStep step;

    TransformHealth(StructureMapStep step) {
        this.step = step;
    }

    @Override
    public Health health() {
        var maps = step.outOfAction();
        return (maps.isEmpty() ? Health.up() : Health.status(DEGRADED))
                .withDetail("outOfAction", maps)
                .build();
    }
}
