package dev.tributary.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.server.HubProperties;
import dev.tributary.server.feeds.DropFeed;
import dev.tributary.server.feeds.FeedsProperties;
import dev.tributary.server.feeds.MllpFeed;
import dev.tributary.server.sources.AcknowledgementMode;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.Status;
import org.springframework.util.unit.DataSize;

class FeedHealthTest {

    private final FeedsProperties settings = new FeedsProperties(
            1, 10, DataSize.ofMegabytes(1), Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofMinutes(5));

    @Test
    void anOpenListener_isUpWithItsPort_andAClosedOneDown() {
        var catalogue = SourceCatalogue.of(List.of(source("hospital", "127.0.0.1")));
        var mllp = mllp(catalogue);
        var health = new FeedHealth(catalogue, mllp, drop(catalogue));
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

    @Test
    void aMistakeAboutOneSource_isToldAndTakesNobodyOutOfService(@TempDir Path folder) throws IOException {
        var inTheWay = Files.writeString(folder.resolve("in-the-way"), "a file");
        var catalogue = SourceCatalogue.of(
                List.of(source("hospital", "127.0.0.1"), source("elsewhere", "192.0.2.1"), source("clinic", inTheWay)));
        var mllp = mllp(catalogue);
        var drop = drop(catalogue);
        mllp.start();
        drop.start();
        try {
            var health = new FeedHealth(catalogue, mllp, drop).health();
            assertThat(health.getStatus()).isEqualTo(Degraded.STATUS);
            assertThat(health.getDetails()).containsEntry("closed", List.of("elsewhere"));
            assertThat(health.getDetails().get("drop"))
                    .asInstanceOf(InstanceOfAssertFactories.map(String.class, String.class))
                    .containsOnlyKeys("clinic");
        } finally {
            drop.stop();
            mllp.stop();
        }
    }

    private MllpFeed mllp(SourceCatalogue catalogue) {
        return new MllpFeed(
                catalogue.sources(),
                (source, raw, via) -> Optional.empty(),
                settings,
                Clock.systemUTC(),
                new SimpleMeterRegistry());
    }

    private DropFeed drop(SourceCatalogue catalogue) {
        return new DropFeed(
                catalogue.sources(),
                (source, raw, via) -> Optional.empty(),
                (source, file, name, via) -> Optional.empty(),
                settings,
                Clock.systemUTC(),
                UUID::randomUUID);
    }

    private static Source source(String id, String mllpAddress) {
        var mllp = new Source.Mllp(0, mllpAddress, Optional.empty());
        return source(id, new Source.Feeds(Optional.of(mllp), false, Optional.empty()));
    }

    private static Source source(String id, Path folder) {
        return source(id, new Source.Feeds(Optional.empty(), false, Optional.of(folder)));
    }

    private static Source source(String id, Source.Feeds feeds) {
        var profile = new SourceProfile(id, ZoneOffset.UTC, StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of());
        return new Source(id, id, Source.Format.HL7V2, id, 50, profile, AcknowledgementMode.BY_MESSAGE, feeds);
    }
}
