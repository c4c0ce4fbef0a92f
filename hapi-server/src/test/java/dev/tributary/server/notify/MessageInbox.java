package dev.tributary.server.notify;

import ca.uhn.fhir.context.FhirContext;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;

/** Another system's {@code $process-message}: takes everything that is a Bundle. */
final class MessageInbox implements AutoCloseable {

    private final List<Bundle> messages = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    MessageInbox() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                var bundle = FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, body);
                if (bundle.getEntryFirstRep().getResource() instanceof MessageHeader) {
                    messages.add(bundle);
                }
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir/$process-message";
    }

    List<Bundle> got() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
