package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CweToOrganization;
import dev.tributary.mapping.v2.datatype.La2ToLocation;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-rxa-to-immunization.html">RXA to Immunization</a>; RXA-9, which HL7
 * leaves to the realm, after CDC's guide for immunization messaging.
 */
public final class RxaToImmunization {

    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String FUNCTION = "http://terminology.hl7.org/CodeSystem/v2-0443";
    private static final String NEW_RECORD = "00";
    private static final BigDecimal UNKNOWN_AMOUNT = BigDecimal.valueOf(999);

    private RxaToImmunization() {}

    /** True for CVX 998, "no vaccine administered": it only carries what was observed. */
    public static boolean isNoVaccine(V2Segment rxa) {
        var code = rxa.value(5);
        return code != null && ("998".equals(code.component(1)) || "998".equals(code.component(4)));
    }

    /** @param key names the Immunization within the source */
    public static Immunization map(SegmentReader rxa, String key, PatientContext subject, Translation translation) {
        var immunization = new Immunization();
        rxa.ignore(1, 2);
        immunization.setId(translation.id("Immunization", key));
        immunization.setPatient(subject.ofPatient());
        immunization.setEncounter(subject.ofEncounter());
        setStatus(immunization, rxa, translation);
        var vaccine = CweToCodeableConcept.map(rxa.value(5), translation);
        immunization.setVaccineCode(vaccine == null ? new CodeableConcept().setText("Unnamed vaccine") : vaccine);
        setOccurrence(immunization, rxa, translation);
        setDose(immunization, rxa, translation);
        setOrigin(immunization, rxa, translation);
        setProduct(immunization, rxa, translation);
        setLocation(immunization, rxa, translation);
        for (var value : rxa.values(10)) {
            addPerformer(immunization, value, "AP", "Administering Provider", translation);
        }
        for (var value : rxa.values(19)) {
            var reason = CweToCodeableConcept.map(value, translation);
            if (reason != null) {
                immunization.addReasonCode(reason);
            }
        }
        return immunization;
    }

    static void addPerformer(
            Immunization immunization, @Nullable V2Value xcn, String code, String display, Translation translation) {
        var practitioner = XcnToPractitioner.map(xcn, translation);
        if (practitioner != null) {
            immunization
                    .addPerformer()
                    .setFunction(new CodeableConcept().addCoding(new Coding(FUNCTION, code, display)))
                    .setActor(practitioner);
        }
    }

    private static void setStatus(Immunization immunization, SegmentReader rxa, Translation translation) {
        var completion = rxa.text(20);
        var action = rxa.text(21);
        var refusal = CweToCodeableConcept.map(rxa.value(18), translation);
        var entry = completion == null ? null : CodeTable.of("HL70322").get(completion);
        if (completion != null && entry == null) {
            translation.warn("code-invalid", rxa.segment().path(20), "Not a code of table 0322 (completion status).");
        }
        if (ActionCode.isDelete(action)) {
            immunization.setStatus(ImmunizationStatus.ENTEREDINERROR);
        } else if (entry != null) {
            immunization.setStatus(ImmunizationStatus.fromCode(entry.target()));
        } else {
            immunization.setStatus(refusal == null ? ImmunizationStatus.COMPLETED : ImmunizationStatus.NOTDONE);
        }
        if ("PA".equals(completion)) {
            immunization.setIsSubpotent(true);
        }
        if (refusal != null) {
            immunization.setStatusReason(refusal);
        } else if ("RE".equals(completion)) {
            immunization.setStatusReason(reason("PATOBJ", "patient objection"));
        }
    }

    static CodeableConcept reason(String code, String display) {
        return new CodeableConcept().addCoding(new Coding(ACT_REASON, code, display));
    }

    private static void setOccurrence(Immunization immunization, SegmentReader rxa, Translation translation) {
        var start = TsToDateTime.map(rxa.value(3), translation);
        if (rxa.segment().raw(4).equals(rxa.segment().raw(3))) {
            rxa.ignore(4);
        }
        if (start != null) {
            immunization.setOccurrence(start);
        } else {
            translation.warn("required", rxa.segment().path(3), "No time of administration; it is unknown.");
            immunization.setOccurrence(new StringType("unknown"));
        }
        var recorded =
                "A".equals(rxa.text(21)) || rxa.text(21) == null ? TsToDateTime.map(rxa.value(22), translation) : null;
        if (recorded != null) {
            immunization.setRecordedElement(recorded);
        }
    }

    /** 999 means that nobody knows how much, 0 that nothing was given. */
    private static void setDose(Immunization immunization, SegmentReader rxa, Translation translation) {
        var dose = CqToQuantity.map(rxa.value(6), rxa.value(7), translation);
        if (dose != null && dose.getValue().signum() > 0 && dose.getValue().compareTo(UNKNOWN_AMOUNT) != 0) {
            immunization.setDoseQuantity(dose);
        }
    }

    private static void setOrigin(Immunization immunization, SegmentReader rxa, Translation translation) {
        for (var value : rxa.values(9)) {
            var isNew = NEW_RECORD.equals(value.component(1));
            var note = CweToCodeableConcept.map(value, translation);
            if (note == null) {
                continue;
            }
            var isOrigin = isNew || note.getCodingFirstRep().hasCode();
            if (isOrigin && !immunization.hasReportOrigin()) {
                immunization.setPrimarySource(isNew);
                immunization.setReportOrigin(note);
            } else {
                immunization
                        .addNote()
                        .setText(
                                note.hasText()
                                        ? note.getText()
                                        : note.getCodingFirstRep().getCode());
            }
        }
    }

    private static void setProduct(Immunization immunization, SegmentReader rxa, Translation translation) {
        immunization.setLotNumber(rxa.text(15));
        var expires = TsToDateTime.date(rxa.value(16), translation);
        if (expires != null) {
            immunization.setExpirationDateElement(expires);
        }
        var manufacturer = CweToOrganization.map(rxa.value(17), translation);
        if (manufacturer != null) {
            immunization.setManufacturer(manufacturer);
        }
    }

    private static void setLocation(Immunization immunization, SegmentReader rxa, Translation translation) {
        var at = PlToLocation.map(rxa.value(27), translation);
        var where = at == null ? La2ToLocation.map(rxa.value(11), translation) : at;
        if (where == null) {
            return;
        }
        immunization.setLocation(where);
        var value = rxa.value(28);
        var address = value == null ? null : XadToAddress.map(value, translation);
        if (address != null
                && translation.written(where.getReference()) instanceof Location location
                && !location.hasAddress()) {
            location.setAddress(address);
        }
    }
}
