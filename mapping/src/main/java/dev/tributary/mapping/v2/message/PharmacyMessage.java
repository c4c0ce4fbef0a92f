package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Ft1ToChargeItem;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.PatientContext;
import dev.tributary.mapping.v2.segment.PharmacyOrder;
import dev.tributary.mapping.v2.segment.PharmacyOrderToMedicationRequest;
import dev.tributary.mapping.v2.segment.PharmacyOrderToMedicationRequest.Written;
import dev.tributary.mapping.v2.segment.RxaToMedicationAdministration;
import dev.tributary.mapping.v2.segment.RxdToMedicationDispense;
import dev.tributary.mapping.v2.segment.RxgToMedicationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Messages of <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents">HL7 v2 chapter 4A</a> and their answers: orders (OMP,
 * RDE, ORP, RRE), dispenses (RDS, RRD), doses to give (RGV, RRG) and given (RAS, RRA). HL7's guide has no message maps for them.
 */
final class PharmacyMessage {

    private final Translation translation;
    private final PatientContext subject;

    private final boolean isAboutOrders;

    private PharmacyMessage(Translation translation, PatientContext subject, boolean isAboutOrders) {
        this.translation = translation;
        this.subject = subject;
        this.isAboutOrders = isAboutOrders;
    }

    /** OMP, RDE and their answers: the order itself is told. */
    static void map(V2Message message, Translation translation) {
        map(message, true, translation);
    }

    /** RDS, RGV, RAS and their answers: what became of an order that is only named. */
    static void mapSupply(V2Message message, Translation translation) {
        map(message, false, translation);
    }

    private static void map(V2Message message, boolean isAboutOrders, Translation translation) {
        translation.mentionPatient();
        var header = new PatientHeader(message, Set.of("ORC", "RXO", "RXE", "RXD", "RXG", "RXA"));
        var subject = header.write(translation);
        if (subject != null) {
            var pharmacy = new PharmacyMessage(translation, subject, isAboutOrders);
            PharmacyOrder.of(header.body()).forEach(pharmacy::write);
        }
    }

    /**
     * The orders among these segments, which begin with ORC; for messages of other kinds that order drugs too (ORM O01, PPP).
     *
     * @return the requests that were written or named
     */
    static List<Resource> write(List<V2Segment> segments, PatientContext subject, Translation translation) {
        var pharmacy = new PharmacyMessage(translation, subject, true);
        var requests = new ArrayList<Resource>();
        for (var order : PharmacyOrder.of(segments)) {
            var request = pharmacy.write(order);
            if (request != null) {
                requests.add(request);
            }
        }
        return requests;
    }

    private @Nullable MedicationRequest write(PharmacyOrder order) {
        var written = PharmacyOrderToMedicationRequest.write(order, subject, !isAboutOrders, translation);
        if (written.request() == null) {
            var request = order.supplies().isEmpty() ? null : mention(order, written.key());
            written = new Written(written.key(), request);
            if (order.orc() != null) {
                leave(order, request != null);
            }
        }
        for (var supply : order.supplies()) {
            write(supply, order, written);
        }
        for (var other : order.others()) {
            if (other.name().equals("FT1")) {
                Ft1ToChargeItem.write(translation.read(other), subject, translation);
            } else {
                translation.read(other);
            }
        }
        return written.request();
    }

    /** An ORC without a drug, as an answer may be, changes nothing that FHIR can say without one. */
    private void leave(PharmacyOrder order, boolean isMentioned) {
        var orc = order.orc();
        if (orc != null) {
            var reader = translation.read(orc);
            reader.text(1);
            if (isMentioned) {
                reader.ignore(2, 3);
            }
        }
        for (var nte : order.notes()) {
            NteToAnnotation.map(translation.read(nte), translation);
        }
    }

    private void write(PharmacyOrder.Supply supply, PharmacyOrder order, Written written) {
        var request = written.request();
        switch (supply.segment().name()) {
            case "RXD" -> {
                var dispense = RxdToMedicationDispense.map(supply, order, written.key(), request, subject, translation);
                if (dispense.hasMedication()) {
                    translation.write(dispense);
                } else {
                    lacks(supply.segment(), 2);
                }
            }
            case "RXG" -> {
                var give = RxgToMedicationRequest.map(supply, written.key(), request, subject, translation);
                if (give.hasMedication()) {
                    translation.write(give);
                } else {
                    lacks(supply.segment(), 4);
                }
            }
            default -> {
                var given = RxaToMedicationAdministration.map(supply, written.key(), request, subject, translation);
                if (given.hasMedication() && given.hasEffective()) {
                    translation.write(given);
                } else {
                    lacks(supply.segment(), given.hasMedication() ? 3 : 5);
                }
            }
        }
    }

    private void lacks(V2Segment segment, int field) {
        translation.warn(
                "required", segment.path(field), "Without this field the drug or its time is unknown; not recorded.");
    }

    /** An order that the message only numbers: enough to refer to it. */
    private @Nullable MedicationRequest mention(PharmacyOrder order, String key) {
        var orc = order.orc();
        var supply = order.supplies().get(0).segment();
        var field = supply.name().equals("RXA") ? 5 : supply.name().equals("RXG") ? 4 : 2;
        var code = CweToCodeableConcept.map(supply.value(field), translation);
        if (orc == null || order.number(translation) == null || code == null) {
            return null;
        }
        var request = new MedicationRequest()
                .setStatus(MedicationRequestStatus.UNKNOWN)
                .setIntent(MedicationRequestIntent.ORDER)
                .setSubject(subject.patient().copy())
                .setMedication(code);
        var placer = EiToIdentifier.map(orc.value(2), "PLAC", translation);
        var filler = EiToIdentifier.map(orc.value(3), "FILL", translation);
        if (placer != null) {
            request.addIdentifier(placer);
        }
        if (filler != null) {
            request.addIdentifier(filler);
        }
        request.setId(translation.id("MedicationRequest", key));
        translation.mention(request);
        return request;
    }
}
