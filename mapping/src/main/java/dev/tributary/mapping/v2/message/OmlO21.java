package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-oml-o21-to-bundle.html">OML_O21</a> and its kin: ORM O01, OML O33
 * and O35, OMG O19, OMI O23, and the responses to them, which tell the filler's number and what became of the order. A ServiceRequest
 * for each OBR. No Task: HL7's guide wants one only where the receiver is to fulfil the order, which a hub never is.
 */
final class OmlO21 {

    private OmlO21() {}

    static void map(V2Message message, Translation translation) {
        var groups = MessageGroups.of(message, translation.event().code());
        groups.strays().forEach(translation::read);
        for (var group : groups.patients()) {
            if (!group.names("PID")) {
                leave(group, translation);
                continue;
            }
            var subject = Subject.mention(group.asMessage(message), translation);
            if (subject != null) {
                map(group, subject, translation);
            }
        }
    }

    private static void map(PatientGroup group, Subject subject, Translation translation) {
        var parts = new PatientParts(group, subject, translation);
        parts.readRest();
        var requests = new RequestMaps(subject, parts.specimens(), parts.observations(), translation);
        var results = new ResultMaps(subject, parts.specimens(), parts.observations(), translation);
        results.withoutOrder(group.observations());
        for (var order : group.orders()) {
            if (isPriorResult(order)) {
                results.map(order);
            } else {
                requests.map(order);
            }
        }
    }

    /** {@code PR}: results that come along with a new order. */
    private static boolean isPriorResult(OrderGroup order) {
        var orc = order.orc();
        var control = orc == null ? null : orc.value(1);
        return control != null && "PR".equals(control.component(1)) && order.obr() != null;
    }

    /** A response may leave the patient out; a request of nobody cannot be recorded. */
    private static void leave(PatientGroup group, Translation translation) {
        translation.inform("required", "PID", "No PID segment: what is said of these orders stays in the message.");
        group.segments().forEach(translation::read);
        for (var order : group.orders()) {
            if (order.orc() != null) {
                translation.read(order.orc());
            }
            if (order.obr() != null) {
                translation.read(order.obr());
            }
        }
    }
}
