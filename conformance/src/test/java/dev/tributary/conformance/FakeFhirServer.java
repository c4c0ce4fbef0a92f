package dev.tributary.conformance;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Just enough of a FHIR server to try the kit on, with faults to order. JSON only, search by identifier only. */
final class FakeFhirServer implements AutoCloseable {
    static final String TOKEN = "the-only-good-token";
    private static final FhirContext R4 = FhirContext.forR4Cached();

    private final Fault fault;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, List<Optional<Resource>>> versions = new LinkedHashMap<>();

    private record Answer(int status, Optional<Resource> body, Map<String, String> headers) {
        static Answer of(int status, Resource body) {
            return new Answer(status, Optional.of(body), Map.of());
        }
    }

    /** A refusal on its way to becoming an OperationOutcome. */
    private static final class Refusal extends RuntimeException {
        private final int status;

        Refusal(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    FakeFhirServer(Fault fault) throws IOException {
        this.fault = fault;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/fhir", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            } catch (Refusal refusal) {
                answer = Answer.of(refusal.status, outcome(refusal));
            } catch (DataFormatException | NumberFormatException | ClassCastException e) {
                answer = Answer.of(400, outcome(new Refusal(400, "unreadable")));
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            if (answer.status() == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            }
            if (answer.body().isEmpty()) {
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json;charset=utf-8");
            byte[] body = json(answer.body().get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String json(Resource resource) {
        return R4.newJsonParser().encodeResourceToString(resource);
    }

    private OperationOutcome outcome(Refusal refusal) {
        OperationOutcome outcome = new OperationOutcome();
        String trace = fault == Fault.SHOWS_STACK_TRACES ? "\n\tat dev.fake.Server.handle(Server.java:42)" : "";
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.ERROR)
                .setCode(OperationOutcome.IssueType.PROCESSING)
                .setDiagnostics(refusal.getMessage() + trace);
        return outcome;
    }

    private synchronized Answer answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/fhir/?", "");
        if (path.equals("metadata")) {
            return Answer.of(200, metadata());
        }
        authorise(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")));
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        return switch (exchange.getRequestMethod()) {
            case "GET" -> get(path, query, "handling=strict".equals(header(exchange, "Prefer")));
            case "PUT" -> put(path, parse(body), header(exchange, "If-Match"));
            case "DELETE" -> delete(path);
            case "POST" -> post(path, body, exchange);
            default -> throw new Refusal(405, "method");
        };
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private void authorise(Optional<String> authorization) {
        boolean good = authorization.filter(("Bearer " + TOKEN)::equals).isPresent();
        boolean any = fault == Fault.TAKES_ANY_TOKEN && authorization.isPresent();
        if (!good && !any && fault != Fault.OPEN_TO_ALL) {
            throw new Refusal(401, "who are you");
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static Resource parse(String body) {
        return (Resource) R4.newJsonParser().parseResource(body);
    }

    private Resource metadata() {
        CapabilityStatement statement = new CapabilityStatement();
        statement.setFhirVersion(fault == Fault.WRONG_FHIR_VERSION ? FHIRVersion._3_0_2 : FHIRVersion._4_0_1);
        statement.addFormat("json");
        statement.getSoftware().setName("Fake");
        statement.addRest().addResource().setType("Patient").setConditionalCreate(true);
        return statement;
    }

    private Answer get(String path, Map<String, String> query, boolean strict) {
        String[] parts = path.split("/");
        if (!List.of("Patient", "Observation").contains(parts[0])) {
            throw new Refusal(404, "type");
        }
        if (parts.length == 1) {
            return Answer.of(200, search(parts[0], query, strict));
        }
        List<Optional<Resource>> history = versions.get(parts[0] + "/" + parts[1]);
        if (history == null || parts.length == 3) {
            throw new Refusal(404, "unknown");
        }
        if (parts.length == 4) {
            return Answer.of(200, history.get(Integer.parseInt(parts[3]) - 1).orElseThrow());
        }
        Resource latest = history.get(history.size() - 1)
                .orElseThrow(() -> new Refusal(fault == Fault.FORGETS_DELETIONS ? 404 : 410, "gone"));
        return new Answer(200, Optional.of(latest), Map.of("ETag", "W/\"" + history.size() + "\""));
    }

    private Bundle search(String type, Map<String, String> query, boolean strict) {
        if (strict && query.containsKey("no-such-parameter") && fault != Fault.NEVER_STRICT) {
            throw new Refusal(400, "unknown parameter");
        }
        Bundle bundle = new Bundle().setType(BundleType.SEARCHSET);
        bundle.addLink().setRelation("self").setUrl(url() + "/" + type + "?identifier=" + query.get("identifier"));
        find(type, query.getOrDefault("identifier", ""))
                .forEach(found -> bundle.addEntry()
                        .setResource(found)
                        .setFullUrl(url() + "/" + found.getId())
                        .getSearch()
                        .setMode(Bundle.SearchEntryMode.MATCH));
        return bundle;
    }

    private List<Resource> find(String type, String token) {
        String value = token.substring(token.indexOf('|') + 1);
        return versions.entrySet().stream()
                .filter(e -> e.getKey().startsWith(type + "/"))
                .flatMap(e -> e.getValue().get(e.getValue().size() - 1).stream())
                .filter(resource -> identifier(resource).equals(value))
                .toList();
    }

    private static String identifier(Resource resource) {
        return resource instanceof Patient patient
                ? patient.getIdentifierFirstRep().getValue()
                : ((Observation) resource).getIdentifierFirstRep().getValue();
    }

    private Answer put(String path, Resource resource, String ifMatch) {
        int current = versions.getOrDefault(path, List.of()).size();
        boolean stale = !ifMatch.isEmpty() && !ifMatch.equals("W/\"" + current + "\"");
        if (stale && fault != Fault.IGNORES_IF_MATCH) {
            throw new Refusal(412, "stale");
        }
        return store(path, resource);
    }

    private Answer store(String path, Resource resource) {
        List<Optional<Resource>> history = versions.computeIfAbsent(path, p -> new ArrayList<>());
        Resource stored = resource.copy();
        stored.setId(path);
        stored.getMeta().setVersionId(Integer.toString(history.size() + 1));
        history.add(Optional.of(stored));
        boolean created = history.size() == 1;
        String location = url() + "/" + path + "/_history/" + history.size();
        boolean tell = created && fault != Fault.NO_LOCATION;
        return new Answer(created ? 201 : 200, Optional.of(stored), tell ? Map.of("Location", location) : Map.of());
    }

    private Answer delete(String path) {
        if (!versions.containsKey(path)) {
            throw new Refusal(404, "unknown");
        }
        versions.get(path).add(Optional.empty());
        return new Answer(204, Optional.empty(), Map.of());
    }

    private Answer post(String path, String body, HttpExchange exchange) {
        if (path.endsWith("_search")) {
            return Answer.of(200, search(path.replace("/_search", ""), query(body), false));
        }
        Resource resource = parse(body);
        if (path.isEmpty()) {
            return Answer.of(200, submit((Bundle) resource));
        }
        String ifNoneExist = query(header(exchange, "If-None-Exist")).getOrDefault("identifier", "");
        List<Resource> existing = ifNoneExist.isEmpty() ? List.of() : find(path, ifNoneExist);
        if (!existing.isEmpty() && fault != Fault.IGNORES_IF_NONE_EXIST) {
            return Answer.of(200, existing.get(0));
        }
        return store(path + "/" + UUID.randomUUID(), resource);
    }

    private Bundle submit(Bundle bundle) {
        boolean transaction = bundle.getType() == BundleType.TRANSACTION;
        Map<String, List<Optional<Resource>>> before = new LinkedHashMap<>();
        versions.forEach((path, history) -> before.put(path, new ArrayList<>(history)));
        Bundle response = new Bundle().setType(transaction ? BundleType.TRANSACTIONRESPONSE : BundleType.BATCHRESPONSE);
        for (BundleEntryComponent entry : bundle.getEntry()) {
            try {
                Answer answer = write(entry);
                response.addEntry()
                        .getResponse()
                        .setStatus(answer.status() + " OK")
                        .setLocation(answer.headers().get("Location"));
            } catch (Refusal refusal) {
                if (transaction) {
                    undo(before);
                    throw refusal;
                }
                response.addEntry().getResponse().setStatus(refusal.status + " refused");
            }
        }
        return response;
    }

    private void undo(Map<String, List<Optional<Resource>>> before) {
        if (fault != Fault.HALF_TRANSACTIONS) {
            versions.clear();
            versions.putAll(before);
        }
    }

    private Answer write(BundleEntryComponent entry) {
        if (json(entry.getResource()).contains("Patient?")) {
            throw new Refusal(404, "no match for a conditional reference");
        }
        String url = entry.getRequest().getUrl();
        String ifNoneExist = query(entry.getRequest().getIfNoneExist()).getOrDefault("identifier", "");
        if (!ifNoneExist.isEmpty() && !find(url, ifNoneExist).isEmpty() && fault != Fault.IGNORES_IF_NONE_EXIST) {
            return Answer.of(200, find(url, ifNoneExist).get(0));
        }
        return url.contains("/")
                ? put(
                        url,
                        entry.getResource(),
                        Optional.ofNullable(entry.getRequest().getIfMatch()).orElse(""))
                : store(url + "/" + UUID.randomUUID(), entry.getResource());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
