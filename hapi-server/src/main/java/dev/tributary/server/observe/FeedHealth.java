package dev.tributary.server.observe;

import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Which source may send where. DOWN if a listener that a source's file asks for is not open. */
final class FeedHealth implements HealthIndicator {

    private final SourceCatalogue catalogue;
    private final MllpFeed mllp;

    FeedHealth(SourceCatalogue catalogue, MllpFeed mllp) {
        this.catalogue = catalogue;
        this.mllp = mllp;
    }

    @Override
    public Health health() {
        var ports = ports(catalogue, mllp);
        var closed = new ArrayList<String>();
        catalogue.sources().stream()
                .filter(source -> source.feeds().mllp().isPresent() && !ports.containsKey(source.id()))
                .forEach(source -> closed.add(source.id()));
        return (closed.isEmpty() ? Health.up() : Health.down())
                .withDetail("mllp", ports)
                .withDetail("closed", closed)
                .withDetail("http", http())
                .build();
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
