package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What a destination wants to be told of itself and of others, from the extension {@link #URL} of {@code Subscription.channel}. All of it is
 * optional.
 *
 * @param sendingApplication MSH-3
 * @param sendingFacility MSH-4
 * @param receivingApplication MSH-5
 * @param receivingFacility MSH-6
 * @param assigningAuthority the system whose numbers of the person come first in PID-3: the destination's own
 * @param namespaces system of identifiers → namespace id of its assigning authority, as the destination knows it
 * @param enhanced whether an accept acknowledgement (CA, CE, CR) is asked for; else the original mode
 */
record V2Destination(
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        @Nullable String assigningAuthority,
        Map<String, String> namespaces,
        boolean enhanced) {

    static final String URL = "https://tributary.dev/fhir/StructureDefinition/hl7v2-destination";

    private static final Set<String> PARTS = Set.of(
            "sending-application",
            "sending-facility",
            "receiving-application",
            "receiving-facility",
            "assigning-authority",
            "namespace",
            "acknowledgement");

    /** Reads the extension; without one, all is left to the hub. */
    static V2Destination of(Subscription subscription) {
        Extension settings = subscription.getChannel().getExtensionByUrl(URL);
        if (settings == null) {
            settings = new Extension(URL);
        }
        Map<String, String> namespaces = new LinkedHashMap<>();
        for (Extension namespace : settings.getExtensionsByUrl("namespace")) {
            namespaces.put(text(namespace, "system", ""), text(namespace, "id", ""));
        }
        String authority = text(settings, "assigning-authority", "");
        return new V2Destination(
                text(settings, "sending-application", "TRIBUTARY"),
                text(settings, "sending-facility", ""),
                text(settings, "receiving-application", ""),
                text(settings, "receiving-facility", ""),
                authority.isEmpty() ? null : authority,
                Map.copyOf(namespaces),
                "enhanced".equals(text(settings, "acknowledgement", "original")));
    }

    /** What of the extension cannot be understood: nothing is passed over in silence. */
    static List<Problem> problems(Subscription subscription) {
        Extension settings = subscription.getChannel().getExtensionByUrl(URL);
        List<Problem> problems = new ArrayList<>();
        if (settings == null) {
            return problems;
        }
        String path = "Subscription.channel.extension('" + URL + "')";
        for (Extension part : settings.getExtension()) {
            if (!PARTS.contains(part.getUrl())) {
                problems.add(new Problem(
                        path,
                        "There is no part '" + part.getUrl() + "' in it; there are "
                                + PARTS.stream().sorted().toList() + "."));
            } else if (part.getUrl().equals("namespace") ? !isNamespace(part) : !isText(part)) {
                problems.add(new Problem(
                        path,
                        "The part '" + part.getUrl() + "' needs a value; namespace needs the parts system and id."));
            }
        }
        String mode = text(settings, "acknowledgement", "original");
        if (!Set.of("original", "enhanced").contains(mode)) {
            problems.add(new Problem(path, "acknowledgement is original or enhanced."));
        }
        return problems;
    }

    private static boolean isNamespace(Extension part) {
        return !text(part, "system", "").isEmpty() && !text(part, "id", "").isEmpty();
    }

    private static boolean isText(Extension part) {
        return part.getValue() != null
                && part.getValue().isPrimitive()
                && !part.getValue().primitiveValue().isBlank();
    }

    private static String text(Extension within, String part, String otherwise) {
        Extension found = within.getExtensionByUrl(part);
        return found != null && isText(found) ? found.getValue().primitiveValue() : otherwise;
    }
}
