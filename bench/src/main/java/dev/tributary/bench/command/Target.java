package dev.tributary.bench.command;

import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.http.HubFace;
import dev.tributary.bench.scenario.IngestV2;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and as whom. */
final class Target {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:8080",
            description = "Base URL; FHIR is expected at /fhir below it. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--token", defaultValue = "", description = "Bearer token, used where no other is given")
    private String token = "";

    @Option(names = "--operator-token", defaultValue = "", description = "For the hub's own accounts of its work")
    private String operatorToken = "";

    @Option(names = "--reader-token", defaultValue = "", description = "For searches")
    private String readerToken = "";

    @Option(names = "--subscriber-token", defaultValue = "", description = "For registering subscriptions")
    private String subscriberToken = "";

    @Option(names = "--mllp", defaultValue = "", description = "host:port of an MLLP listener")
    private String mllp = "";

    URI url() {
        return url;
    }

    HttpFace source() {
        return face("", token);
    }

    HttpFace reader() {
        return face("", readerToken.isEmpty() ? token : readerToken);
    }

    HttpFace subscriber() {
        return face("/fhir", subscriberToken.isEmpty() ? token : subscriberToken);
    }

    /** Null without an operator token. */
    @Nullable
    HubFace hub() {
        return operatorToken.isEmpty() ? null : new HubFace(face("", operatorToken));
    }

    /** Null without {@code --mllp}. */
    IngestV2.@Nullable Sending mllp() {
        if (mllp.isEmpty()) {
            return null;
        }
        var colon = mllp.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("--mllp wants host:port, such as 127.0.0.1:2575");
        }
        return IngestV2.Sending.mllp(
                new InetSocketAddress(mllp.substring(0, colon), Integer.parseInt(mllp.substring(colon + 1))));
    }

    private HttpFace face(String path, String bearer) {
        return new HttpFace(URI.create(url + path), bearer, TIMEOUT);
    }
}
