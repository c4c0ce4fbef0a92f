package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Pv1ToEncounter;
import dev.tributary.mapping.v2.segment.Subject;
import dev.tributary.mapping.v2.segment.Visit;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** PID and PV1 of messages that are not about admission: the visit is named, not told, since its state is for ADT to say. */
final class SubjectSegments {

    private SubjectSegments() {}

    /** Null, with an error, if the message does not say who it is about. */
    static @Nullable Subject write(V2Message message, Translation translation) {
        var key = PatientSegments.write(message, translation);
        if (key == null) {
            return null;
        }
        var patient = new Reference("Patient/" + translation.id("Patient", key));
        return new Subject(key, patient, encounter(message, key, patient, translation));
    }

    private static @Nullable Reference encounter(
            V2Message message, String key, Reference patient, Translation translation) {
        var pv1 = message.first("PV1").orElse(null);
        if (pv1 == null) {
            return null;
        }
        if (!namesVisit(pv1)) {
            translation.read(pv1).ignore(1, 2);
            return null;
        }
        var visit = Visit.of(pv1, key, patient, translation.profile());
        return translation.mention(Pv1ToEncounter.reference(translation.read(pv1), visit, translation));
    }

    /** A class alone, as the R of a registry's PV1, is no visit. */
    private static boolean namesVisit(V2Segment pv1) {
        return pv1.isValued(2) && Visit.basis(pv1) != Visit.Basis.NONE;
    }

    /** Segments of person and visit that {@link #write} has taken. */
    static boolean isTaken(V2Segment segment) {
        return switch (segment.name()) {
            case "MSH", "EVN", "PID", "PD1", "NK1" -> true;
            case "PV1" -> segment.occurrence() == 1;
            default -> false;
        };
    }
}
