package dev.tributary.server.identity;

import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Reference;

/**
 * Says in an answer who gives it, as the <a
 * href="https://hl7.org/fhir/us/identity-matching/StructureDefinition-idi-match-bundle.html">IDI Match Bundle</a> of FAST identity matching
 * 2.0.0 wants: its number, whose number that is, and the Organization to turn to (MT-02).
 */
final class Responder {

    private static final String URN = "urn:uuid:";

    private final String name;
    private final Supplier<UUID> ids;

    /** @param name what the exchange is called */
    Responder(String name, Supplier<UUID> ids) {
        this.name = name;
        this.ids = ids;
    }

    /** The Organization comes last and is not counted. */
    Bundle sign(Bundle answer) {
        answer.getIdentifier()
                .setSystem("urn:ietf:rfc:3986")
                .setValue(URN + ids.get())
                .setAssigner(new Reference().setDisplay(name));
        var organization = new Organization().setActive(true).setName(name);
        answer.getEntry().stream()
                .filter(entry -> !entry.hasFullUrl())
                .forEach(entry -> entry.setFullUrl(URN + ids.get()));
        answer.addEntry()
                .setFullUrl(URN + ids.get())
                .setResource(organization)
                .getSearch()
                .setMode(SearchEntryMode.INCLUDE);
        return answer;
    }
}
