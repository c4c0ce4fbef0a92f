package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.jspecify.annotations.Nullable;

/** Reads one Subscription of the <a href="http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription">Backport profile</a>. */
final class SubscriptionReader {

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";
    private static final Set<String> MIME_TYPES =
            Set.of("application/fhir+json", "application/json", "application/fhir+xml", "application/xml");
    private static final Set<String> MIME_PARAMETERS = Set.of("fhirversion=4.0", "charset=utf-8");
    private static final Set<String> RESERVED_HEADERS =
            Set.of("connection", "content-length", "content-type", "expect", "host", "transfer-encoding", "upgrade");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*[\\x20-\\x7e]*");
    private static final Pattern FILTER = Pattern.compile(
            "(?:Encounter\\?(?:(?:patient|subject)=Patient/|patient=)|Patient\\?_id=)([A-Za-z0-9.-]{1,64})");
    private static final int DEFAULT_TIMEOUT = 10;
    private static final int LONGEST_TIMEOUT = 60;
    private static final int LARGEST_COUNT = 100;

    private final Subscription subscription;
    private final EndpointPolicy policy;
    private final List<Problem> problems = new ArrayList<>();

    SubscriptionReader(Subscription subscription, EndpointPolicy policy) {
        this.subscription = subscription;
        this.policy = policy;
    }

    Validation read() {
        boolean wanted = wanted();
        Optional<EventKind> kind = kind();
        String patient = patientFilter();
        checkChannelType();
        String endpoint = endpoint();
        List<String> headers = headers();
        String mimeType = mimeType();
        Optional<PayloadContent> content = content();
        if (!problems.isEmpty()) {
            return Validation.refused(problems);
        }
        return Validation.accepted(new SubscriptionDefinition(
                kind.orElseThrow(),
                wanted,
                endpoint,
                headers,
                mimeType,
                content.orElseThrow(),
                patient,
                Duration.ofSeconds(number("timeout", DEFAULT_TIMEOUT, LONGEST_TIMEOUT)),
                number("max-count", 1, LARGEST_COUNT),
                end()));
    }

    private boolean wanted() {
        Subscription.SubscriptionStatus status = subscription.getStatus();
        if (status == null || status == Subscription.SubscriptionStatus.ERROR) {
            refuse("Subscription.status", "A client may set status to requested, active or off.");
        }
        return status != Subscription.SubscriptionStatus.OFF;
    }

    private Optional<EventKind> kind() {
        String criteria = subscription.hasCriteria() ? subscription.getCriteria() : "";
        Optional<EventKind> kind = EventKind.ofTopic(criteria.split("\\|", 2)[0]);
        if (kind.isEmpty()) {
            refuse(
                    "Subscription.criteria",
                    "criteria must be the canonical URL of a topic of this hub, for instance "
                            + EventKind.ADMISSION.topic() + "; the topics are listed in the CapabilityStatement.");
        }
        return kind;
    }

    private @Nullable String patientFilter() {
        String patient = null;
        for (Extension filter : subscription.getCriteriaElement().getExtensionsByUrl(BACKPORT + "filter-criteria")) {
            String text = filter.getValue() instanceof StringType value ? value.getValue() : "";
            Matcher matcher = FILTER.matcher(text);
            if (!matcher.matches()) {
                refuse(
                        "Subscription.criteria.extension",
                        "Filters of this topic are Encounter?patient=Patient/<id>, Encounter?subject=Patient/<id> and Patient?_id=<id>, one patient each.");
            } else if (patient != null && !patient.equals("Patient/" + matcher.group(1))) {
                refuse("Subscription.criteria.extension", "Several filters must all hold; two patients never do.");
            } else {
                patient = "Patient/" + matcher.group(1);
            }
        }
        return patient;
    }

    private void checkChannelType() {
        boolean custom = subscription.getChannel().getTypeElement().hasExtension(BACKPORT + "channel-type");
        if (custom || subscription.getChannel().getType() != SubscriptionChannelType.RESTHOOK) {
            refuse("Subscription.channel.type", "The channel type must be rest-hook, without backport-channel-type.");
        }
    }

    private String endpoint() {
        String endpoint = subscription.getChannel().getEndpoint();
        if (endpoint == null || endpoint.length() > 2000) {
            refuse("Subscription.channel.endpoint", "An endpoint of at most 2000 characters is required.");
            return "";
        }
        policy.refusal(endpoint).ifPresent(reason -> refuse("Subscription.channel.endpoint", reason));
        return endpoint;
    }

    private List<String> headers() {
        List<String> headers = new ArrayList<>();
        for (StringType header : subscription.getChannel().getHeader()) {
            String line = header.getValue() == null ? "" : header.getValue().strip();
            Matcher matcher = HEADER.matcher(line);
            if (!matcher.matches()) {
                refuse("Subscription.channel.header", "A header is one line of the form 'Name: value'.");
            } else if (RESERVED_HEADERS.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
                refuse("Subscription.channel.header", "The hub sets the header " + matcher.group(1) + " itself.");
            } else {
                headers.add(line);
            }
        }
        return List.copyOf(headers);
    }

    private String mimeType() {
        String payload = subscription.getChannel().getPayload();
        if (payload == null || payload.isBlank()) {
            return "application/fhir+json";
        }
        String[] parts = payload.toLowerCase(Locale.ROOT).split(";", -1);
        boolean known = MIME_TYPES.contains(parts[0].strip());
        for (int i = 1; i < parts.length; i++) {
            known &= MIME_PARAMETERS.contains(parts[i].replaceAll("[\\s\"]", ""));
        }
        if (!known || payload.length() > 100) {
            refuse(
                    "Subscription.channel.payload",
                    "The payload must be application/fhir+json or application/fhir+xml, of fhirVersion 4.0.");
        }
        return payload.strip();
    }

    private Optional<PayloadContent> content() {
        List<Extension> extensions =
                subscription.getChannel().getPayloadElement().getExtensionsByUrl(BACKPORT + "payload-content");
        Optional<PayloadContent> content = extensions.size() == 1
                ? Optional.ofNullable(extensions.get(0).getValue())
                        .flatMap(value -> PayloadContent.ofCode(String.valueOf(value.primitiveValue())))
                : Optional.empty();
        if (content.isEmpty()) {
            refuse(
                    "Subscription.channel.payload.extension",
                    "Exactly one extension backport-payload-content is required: empty, id-only or full-resource.");
        } else if (content.get() == PayloadContent.FULL_RESOURCE && unprotected()) {
            refuse("Subscription.channel.endpoint", "full-resource goes over https only.");
        }
        return content;
    }

    /** Resources never cross a network in the clear; to this machine itself they may. */
    private boolean unprotected() {
        String endpoint = String.valueOf(subscription.getChannel().getEndpoint());
        return endpoint.regionMatches(true, 0, "http:", 0, 5)
                && !LOOPBACK.matcher(endpoint).find();
    }

    private static final Pattern LOOPBACK =
            Pattern.compile("^(?i)http://(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])([:/]|$)");

    private int number(String extension, int otherwise, int most) {
        Extension found = subscription.getChannel().getExtensionByUrl(BACKPORT + extension);
        int value = found != null && found.getValue() instanceof IntegerType number ? number.getValue() : otherwise;
        return Math.min(value > 0 ? value : otherwise, most);
    }

    private @Nullable Instant end() {
        return subscription.hasEnd() ? subscription.getEnd().toInstant() : null;
    }

    private void refuse(String path, String text) {
        problems.add(new Problem(path, text));
    }
}
