package dev.tributary.server.observe;

import dev.tributary.server.HubProperties;
import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.sources.SourceCatalogue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.web.util.UriComponentsBuilder;

/** One line in the log when the hub serves, with what an operator types next. */
final class ReadyLine implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyLine.class);

    private final HubProperties hub;
    private final SourceCatalogue catalogue;
    private final MllpFeed mllp;

    ReadyLine(HubProperties hub, SourceCatalogue catalogue, MllpFeed mllp) {
        this.hub = hub;
        this.catalogue = catalogue;
        this.mllp = mllp;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        var took = event.getTimeTaken();
        LOG.info(
                "{}{}",
                text(event.getApplicationContext().getEnvironment().getProperty("local.server.port", Integer.class, 0)),
                took == null ? "" : ", after %.1f s".formatted(took.toMillis() / 1000.0));
    }

    String text(int port) {
        var base = hub.baseUrl();
        if (base.getPort() == 0) {
            base = UriComponentsBuilder.fromUri(base).port(port).build().toUri();
        }
        var ports = FeedHealth.ports(catalogue, mllp).entrySet().stream()
                .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
                .collect(Collectors.joining(", "));
        return "Ready: FHIR %1$s/fhir, HL7 v2 %1$s/hl7v2, MLLP %2$s, health %1$s/actuator/health"
                .formatted(base.toString().replaceAll("/$", ""), ports.isEmpty() ? "none" : ports);
    }
}
