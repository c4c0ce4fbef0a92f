package dev.tributary.server.observe;

import dev.tributary.server.feeds.DropFeed;
import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

/**
 * Which source may send where. DOWN until the listeners are open; DEGRADED if one that a source's file asks for could not be opened, or a drop
 * folder cannot be worked on, since a mistake about one source must not take the hub out of service for the others.
 */
final class FeedHealth implements HealthIndicator {

    private final SourceCatalogue catalogue;
    private final MllpFeed mllp;
    private final DropFeed drop;

    FeedHealth(SourceCatalogue catalogue, MllpFeed mllp, DropFeed drop) {
        this.catalogue = catalogue;
        this.mllp = mllp;
        this.drop = drop;
    }

    @Override
    public Health health() {
        var ports = ports(catalogue, mllp);
        var closed = new ArrayList<String>();
        catalogue.sources().stream()
                .filter(source -> source.feeds().mllp().isPresent() && !ports.containsKey(source.id()))
                .forEach(source -> closed.add(source.id()));
        var troubles = drop.troubles();
        return Health.status(status(closed, troubles))
                .withDetail("mllp", ports)
                .withDetail("closed", closed)
                .withDetail("drop", troubles)
                .withDetail("http", http())
                .build();
    }

    private Status status(List<String> closed, Map<String, String> troubles) {
        if (!closed.isEmpty() && !mllp.isRunning()) {
            return Status.DOWN;
        }
        return closed.isEmpty() && troubles.isEmpty() ? Status.UP : Degraded.STATUS;
    }

    /** By source. */
    static Map<String, Integer> ports(SourceCatalogue catalogue, MllpFeed mllp) {
        var ports = new LinkedHashMap<String, Integer>();
        for (var source : catalogue.sources()) {
            mllp.port(source.id()).ifPresent(port -> ports.put(source.id(), port));
        }
        return ports;
    }

    private List<String> http() {
        return catalogue.sources().stream()
                .filter(source -> source.feeds().http())
                .map(Source::id)
                .toList();
    }
}
