package dev.tributary.subscriptions.registry;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Subscription;

/** Reads what a Subscription wants to be sent. */
final class PayloadReader {

    private static final String PAYLOAD_CONTENT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content";
    private static final Set<String> MIME_TYPES =
            Set.of("application/fhir+json", "application/json", "application/fhir+xml", "application/xml");
    private static final Set<String> MIME_PARAMETERS = Set.of("fhirversion=4.0", "charset=utf-8");

    private static final Set<String> TEXT_TYPES = Set.of("text/plain");

    private final Problems problems;

    PayloadReader(Problems problems) {
        this.problems = problems;
    }

    PayloadDefinition read(Subscription subscription) {
        return new PayloadDefinition(
                mimeType(subscription), content(subscription).orElse(PayloadContent.EMPTY));
    }

    private String mimeType(Subscription subscription) {
        String payload = subscription.getChannel().getPayload();
        if (payload == null || payload.isBlank()) {
            return forPeople(subscription) ? "text/plain" : "application/fhir+json";
        }
        String[] parts = payload.toLowerCase(Locale.ROOT).split(";", -1);
        boolean known = MIME_TYPES.contains(parts[0].strip())
                || (forPeople(subscription) && TEXT_TYPES.contains(parts[0].strip()));
        for (int i = 1; i < parts.length; i++) {
            known &= MIME_PARAMETERS.contains(parts[i].replaceAll("[\\s\"]", ""));
        }
        if (!known || payload.length() > 100) {
            problems.refuse(
                    "Subscription.channel.payload",
                    "The payload must be application/fhir+json or application/fhir+xml, of fhirVersion 4.0.");
        }
        return payload.strip();
    }

    private static boolean forPeople(Subscription subscription) {
        return subscription.getChannel().getType() == Subscription.SubscriptionChannelType.EMAIL;
    }

    private Optional<PayloadContent> content(Subscription subscription) {
        List<Extension> extensions =
                subscription.getChannel().getPayloadElement().getExtensionsByUrl(PAYLOAD_CONTENT);
        Optional<PayloadContent> content = extensions.size() == 1
                ? Optional.ofNullable(extensions.get(0).getValue())
                        .flatMap(value -> PayloadContent.ofCode(String.valueOf(value.primitiveValue())))
                : Optional.empty();
        if (content.isEmpty()) {
            problems.refuse(
                    "Subscription.channel.payload.extension",
                    "Exactly one extension backport-payload-content is required: empty, id-only or full-resource.");
        }
        return content;
    }
}
