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
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** A subscriber's endpoint that can go away and come back. */
final class Inbox implements AutoCloseable {

    private final List<Bundle> bundles = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile int status = 200;

    Inbox() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (status == 200) {
                    bundles.add(FhirContext.forR4Cached().newJsonParser().parseResource(Bundle.class, body));
                }
                exchange.sendResponseHeaders(status, -1);
            }
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/inbox";
    }

    void answer(int code) {
        status = code;
    }

    /** What was taken in of this patient's encounters, in the order of arrival. */
    List<Event> events(String focus) {
        return bundles.stream()
                .map(Inbox::event)
                .filter(event -> event.focus().equals(focus))
                .toList();
    }

    List<Event> events() {
        return bundles.stream()
                .map(Inbox::event)
                .filter(event -> !event.focus().isEmpty())
                .toList();
    }

    record Event(long number, String focus, Bundle bundle) {}

    private static Event event(Bundle bundle) {
        var status = (Parameters) bundle.getEntryFirstRep().getResource();
        for (var parameter : status.getParameter()) {
            if (parameter.getName().equals("notification-event")) {
                return new Event(
                        Long.parseLong(
                                ((StringType) part(parameter, "event-number").getValue()).getValue()),
                        relative(((Reference) part(parameter, "focus").getValue()).getReference()),
                        bundle);
            }
        }
        return new Event(0, "", bundle);
    }

    private static String relative(String reference) {
        return reference.substring(reference.indexOf("/fhir/") + "/fhir/".length());
    }

    private static ParametersParameterComponent part(ParametersParameterComponent event, String name) {
        return event.getPart().stream()
                .filter(part -> part.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
