package dev.tributary.server.feeds;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.server.sources.AcknowledgementMode;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.Source.Feeds;
import dev.tributary.server.sources.Source.Format;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.unit.DataSize;

final class TestSources {

    private TestSources() {}

    static FeedsProperties settings() {
        return new FeedsProperties(
                8, 1000, DataSize.ofMegabytes(1), Duration.ofHours(1), Duration.ofSeconds(2), Duration.ofMinutes(5));
    }

    static Source mllp(String id, int port, Set<String> facilities, Source.Tls tls) {
        var mllp = new Source.Mllp(port, "127.0.0.1", Optional.ofNullable(tls));
        return source(id, Format.HL7V2, facilities, new Feeds(Optional.of(mllp), true, Optional.empty()));
    }

    static Source mllpAt(String id, String address) {
        var mllp = new Source.Mllp(0, address, Optional.empty());
        return source(id, Format.HL7V2, Set.of(), new Feeds(Optional.of(mllp), true, Optional.empty()));
    }

    static Source drop(String id, Format format, Path folder) {
        return source(id, format, Set.of(), new Feeds(Optional.empty(), true, Optional.of(folder)));
    }

    static Source http(String id, Format format, boolean open) {
        return source(id, format, Set.of(), new Feeds(Optional.empty(), open, Optional.empty()));
    }

    private static Source source(String id, Format format, Set<String> facilities, Feeds feeds) {
        var profile =
                new SourceProfile(id, ZoneOffset.UTC, StandardCharsets.UTF_8, Map.of(), null, Set.of(), facilities);
        return new Source(id, id, format, id, 50, profile, AcknowledgementMode.BY_MESSAGE, feeds);
    }

    static String message(String controlId) {
        return message(controlId, "NORTH");
    }

    static String message(String controlId, String facility) {
        return "MSH|^~\\&|APP|" + facility + "|HUB|HUB|20260722||ADT^A01|" + controlId + "|P|2.5.1\rPID|1||1\r";
    }

    static byte[] acknowledgement(byte[] raw, String code, String sourceId) {
        var controlId = Er7.component(raw, "MSH", 10).orElse("");
        return ("MSH|^~\\&|HUB|" + sourceId + "|||20260722||ACK|" + controlId + "|P|2.5.1\rMSA|" + code + "|"
                        + controlId + "\r")
                .getBytes(StandardCharsets.UTF_8);
    }
}
