package dev.tributary.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.server.HubProperties;
import dev.tributary.server.feeds.FeedsProperties;
import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.sources.AcknowledgementMode;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.util.unit.DataSize;

class FeedHealthTest {

    private final SourceCatalogue catalogue = SourceCatalogue.of(List.of(new Source(
            "hospital",
            "hospital",
            Source.Format.HL7V2,
            "hospital",
            50,
            new SourceProfile("hospital", ZoneOffset.UTC, StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of()),
            AcknowledgementMode.BY_MESSAGE,
            new Source.Feeds(
                    Optional.of(new Source.Mllp(0, "127.0.0.1", Optional.empty())), false, Optional.empty()))));
    private final MllpFeed mllp = new MllpFeed(
            catalogue.sources(),
            (source, raw, via) -> Optional.empty(),
            new FeedsProperties(
                    1, 10, DataSize.ofMegabytes(1), Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofMinutes(5)),
            Clock.systemUTC(),
            new SimpleMeterRegistry());

    @Test
    void anOpenListener_isUpWithItsPort_andAClosedOneDown() {
        var health = new FeedHealth(catalogue, mllp);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails()).containsEntry("closed", List.of("hospital"));

        mllp.start();
        try {
            var port = mllp.port("hospital").orElseThrow();
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).containsEntry("mllp", Map.of("hospital", port));
            var hub = new HubProperties(Path.of("."), Path.of("."), URI.create("http://localhost:0"));
            assertThat(new ReadyLine(hub, catalogue, mllp).text(8081))
                    .isEqualTo("Ready: FHIR http://localhost:8081/fhir, HL7 v2 http://localhost:8081/hl7v2, MLLP "
                            + port + " (hospital), health http://localhost:8081/actuator/health");
        } finally {
            mllp.stop();
        }
    }
}
