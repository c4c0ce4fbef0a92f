package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.jspecify.annotations.Nullable;

/** ORC to MedicationRequest. HL7's guide has no map; this follows its map of ORC to ServiceRequest. */
final class OrcToMedicationRequest {

    private OrcToMedicationRequest() {}

    static void add(MedicationRequest request, SegmentReader orc, Translation translation) {
        addIdentifier(request, EiToIdentifier.map(orc.value(2), "PLAC", translation));
        addIdentifier(request, EiToIdentifier.map(orc.value(3), "FILL", translation));
        var group = orc.text(4);
        if (group != null) {
            request.setGroupIdentifier(new Identifier()
                    .setSystem(translation.profile().ownSystem("order-group"))
                    .setValue(group));
        }
        var authored = TsToDateTime.map(orc.value(9), translation);
        if (authored != null) {
            request.setAuthoredOnElement(authored);
        }
        request.setRecorder(XcnToPractitioner.map(orc.value(10), translation));
        request.setRequester(XcnToPractitioner.map(orc.value(12), translation));
        setStatus(request, orc, translation);
        setCategory(request, orc, translation);
    }

    private static void addIdentifier(MedicationRequest request, @Nullable Identifier identifier) {
        if (identifier != null) {
            request.addIdentifier(identifier);
        }
    }

    /** ORC-1 where it ends or holds the order, else ORC-5, else ORC-1. */
    private static void setStatus(MedicationRequest request, SegmentReader orc, Translation translation) {
        var control = target("HL70119-MedicationRequest", orc.text(1));
        var status = target("HL70038-MedicationRequest", orc.text(5));
        if (orc.text(5) != null && status == null) {
            translation.warn("code-invalid", orc.segment().path(5), "Not a code of table 0038 (order status).");
        }
        if (orc.text(1) != null && control == null) {
            translation.warn("code-invalid", orc.segment().path(1), "Not a code of table 0119 (order control).");
        }
        var isDecided = control != null && !control.isEmpty() && !control.equals("active");
        var decided = isDecided || status == null ? control : status;
        request.setStatus(
                decided == null || decided.isEmpty()
                        ? MedicationRequestStatus.UNKNOWN
                        : MedicationRequestStatus.fromCode(decided));
        var reason = CweToCodeableConcept.map(orc.value(16), translation);
        if (reason != null) {
            request.setStatusReason(reason);
        }
    }

    private static void setCategory(MedicationRequest request, SegmentReader orc, Translation translation) {
        var type =
                CweToCodeableConcept.map(orc.value(29), "http://terminology.hl7.org/CodeSystem/v2-0482", translation);
        if (type != null) {
            var known = CodeTable.of("HL70482-category")
                    .get(type.getCodingFirstRep().getCode());
            request.addCategory(known == null ? type : new CodeableConcept().addCoding(known.toCoding()));
        }
    }

    private static @Nullable String target(String table, @Nullable String code) {
        var entry = code == null ? null : CodeTable.of(table).get(code);
        return entry == null ? null : entry.target();
    }
}
