package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The identifier that a resource goes by in the world.
 *
 * @param system null if the sender named none
 */
record BusinessKey(@Nullable String system, String value) {

    /** The first identifier with system and value. */
    static Optional<BusinessKey> of(Resource resource) {
        return identifiers(resource).stream()
                .filter(identifier -> identifier.hasSystem() && identifier.hasValue())
                .findFirst()
                .map(identifier -> new BusinessKey(identifier.getSystem(), identifier.getValue()));
    }

    static List<Identifier> identifiers(Resource resource) {
        var property = resource.getNamedProperty("identifier");
        if (property == null) {
            return List.of();
        }
        return property.getValues().stream()
                .filter(Identifier.class::isInstance)
                .map((Base value) -> (Identifier) value)
                .toList();
    }

    /**
     * Of a search such as {@code identifier=system|value} or {@code Patient?identifier=system|value}.
     *
     * @param place for the error
     * @throws InvalidRequestException for any other search: only identifiers name a resource for certain
     */
    static BusinessKey ofQuery(String place, String url) {
        var query = url.substring(url.indexOf('?') + 1);
        var parameters =
                Arrays.stream(query.split("&")).filter(part -> !part.isBlank()).toList();
        if (parameters.size() != 1 || !parameters.get(0).startsWith("identifier=")) {
            throw new InvalidRequestException(
                    place
                            + ": only identifier=system|value is understood as a condition. Name the resource by its identifier.");
        }
        var token = decoded(place, parameters.get(0).substring("identifier=".length()));
        var bar = token.indexOf('|');
        var value = token.substring(bar + 1);
        if (value.isBlank()) {
            throw new InvalidRequestException(place + ": the identifier has no value. Write identifier=system|value.");
        }
        return new BusinessKey(bar > 0 ? token.substring(0, bar) : null, value);
    }

    private static String decoded(String place, String token) {
        try {
            return URLDecoder.decode(token, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    place + ": a % in it begins no escape sequence. Write identifier=system|value, with %25 for a %.");
        }
    }

    /** For what has no name at all: the same content is the same resource. */
    static String ofContent(Resource resource) {
        var json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
        return "content:" + UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return (system == null ? "" : system) + '|' + value;
    }
}
