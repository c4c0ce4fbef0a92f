package dev.tributary.mapping;

import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/** One thing that a message does to the record of its source. Resources carry their final logical id. */
public sealed interface Change {

    /**
     * The message states a resource.
     *
     * @param resource with its deterministic id; references to other resources of the message are {@code Type/id}
     * @param extent whether elements that the resource lacks are gone or merely not mentioned
     * @param cleared names of elements that the message takes away although it is {@link Extent#PARTIAL}: {@code period.end},
     *     {@code hospitalization.dischargeDisposition}, {@code address}; {@code location.active} and {@code location.reserved} are the
     *     places of that status that it does not name itself, {@code link.Patient/x} a link to one patient
     */
    record Write(Resource resource, Extent extent, Set<String> cleared) implements Change {
        public Write {
            cleared = Set.copyOf(cleared);
        }

        public static Write whole(Resource resource) {
            return new Write(resource, Extent.WHOLE, Set.of());
        }

        public static Write partial(Resource resource) {
            return new Write(resource, Extent.PARTIAL, Set.of());
        }
    }

    /**
     * Two patient records of the source turn out to be one person (ADT A40): {@code retired} lives on in {@code survivor}. Both are
     * also written in the same message.
     *
     * @param survivor logical id of the source's surviving Patient
     * @param retired logical id of the source's Patient that is no longer used
     */
    record MergePatients(String survivor, String retired) implements Change {}

    /**
     * Two patient records of the source are one person, and both stay in use (ADT A24). Both are also written in the same message.
     *
     * @param one logical id of a Patient of the source
     * @param other logical id of the Patient that belongs to the same person
     */
    record LinkPatients(String one, String other) implements Change {}

    /**
     * Two patient records of the source are two persons after all (ADT A37): {@code other} becomes a person of its own again.
     *
     * @param one logical id of a Patient of the source
     * @param other logical id of the Patient that was linked to it
     */
    record UnlinkPatients(String one, String other) implements Change {}

    /**
     * What was said of one resource was said of another: a visit or account got another number, or two turned out to be one (ADT A35,
     * A41, A42, A49, A50), or an appointment that was asked for got the filler's number. All that refers to {@code retired} refers to
     * {@code survivor} from now on, which is also written in the same message; {@code retired} stays to read as entered in error, an
     * appointment as cancelled.
     *
     * @param type {@code Encounter}, {@code Account} or {@code Appointment}
     * @param survivor logical id of the one that lives on
     * @param retired logical id of the other
     */
    record Supersede(String type, String survivor, String retired) implements Change {}

    /**
     * A visit or account belongs to another patient (ADT A44, A45), and with it all that refers to it. The resource is also written in the
     * same message.
     *
     * @param type {@code Encounter} or {@code Account}
     * @param id logical id
     * @param patient logical id of the source's Patient that it belongs to
     */
    record MoveToPatient(String type, String id, String patient) implements Change {}

    /**
     * The source takes a resource of its own back.
     *
     * @param type resource type
     * @param id logical id
     */
    record Delete(String type, String id) implements Change {}

    /** How much of a resource a message speaks about. */
    enum Extent {
        /** The resource is all there is: a FHIR update, for instance. */
        WHOLE,
        /** Elements not mentioned stay as they were: a segment of HL7 v2, where absent means "no news". */
        PARTIAL,
        /**
         * Named in passing, as the patient and the visit of a laboratory result: tells who is meant. Fills gaps, never overwrites what a
         * {@link #PARTIAL} statement said, and does not count as news when the order of messages is judged.
         */
        MENTION
    }
}
