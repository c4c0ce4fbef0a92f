package dev.tributary.subscriptions.events;

import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Whom a resource is about. */
public final class Subjects {

    private static final List<String> ELEMENTS = List.of("subject", "patient", "for", "beneficiary", "individual");

    private static final String RECORD = "https://tributary.dev/fhir/CodeSystem/record";

    private Subjects() {}

    /** {@code Patient/id}; empty if it is nobody's, or somebody's that is no Patient. */
    public static String of(Resource resource) {
        if (resource instanceof Patient) {
            return "Patient/" + resource.getIdElement().getIdPart();
        }
        Stream<Reference> candidates = resource instanceof Appointment appointment
                ? appointment.getParticipant().stream().map(AppointmentParticipantComponent::getActor)
                : ELEMENTS.stream().flatMap(name -> references(resource, name));
        return candidates
                .filter(Reference::hasReference)
                .map(reference -> reference
                        .getReferenceElement()
                        .toUnqualifiedVersionless()
                        .getValue())
                .filter(reference -> reference.startsWith("Patient/"))
                .findFirst()
                .orElse("");
    }

    /** Whether the Patient is a person rather than what one source says of it. */
    public static boolean isPerson(Patient patient) {
        return patient.getMeta().getTag(RECORD, "unified") != null;
    }

    private static Stream<Reference> references(Resource resource, String element) {
        Property property = resource.getNamedProperty(element);
        return property == null
                ? Stream.empty()
                : property.getValues().stream()
                        .filter(Reference.class::isInstance)
                        .map(Reference.class::cast);
    }
}
