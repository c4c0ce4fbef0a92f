package dev.tributary.server.submission;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;

/** Keeps the id that a source gave a resource: as an identifier where the type has several, else as an extension. */
final class OwnId {

    static final String EXTENSION = "https://tributary.dev/fhir/StructureDefinition/source-id";

    private OwnId() {}

    /** The identifier system of a source's ids of one type. */
    static String system(String sourceId, String type) {
        return "urn:tributary:source:" + sourceId + ":" + type;
    }

    static void keep(String sourceId, SubmittedEntry entry, Resource resource) {
        var key = entry.sourceKey();
        if (key == null) {
            return;
        }
        var own = new Identifier().setSystem(system(sourceId, entry.type())).setValue(key);
        var property = resource.getNamedProperty("identifier");
        if (property != null && property.getMaxCardinality() > 1) {
            if (property.getValues().stream().noneMatch((Base present) -> same(present, own))) {
                resource.setProperty("identifier", own);
            }
        } else if (resource instanceof DomainResource domain) {
            domain.getExtension().removeIf(extension -> EXTENSION.equals(extension.getUrl()));
            domain.addExtension(new Extension(EXTENSION, own));
        }
    }

    private static boolean same(Base present, Identifier own) {
        return present instanceof Identifier identifier
                && own.getSystem().equals(identifier.getSystem())
                && own.getValue().equals(identifier.getValue());
    }
}
