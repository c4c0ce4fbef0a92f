package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.math.BigDecimal;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationDosageComponent;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/** RXA of a pharmacy message to MedicationAdministration. HL7's guide maps RXA to Immunization only; this follows it. */
public final class RxaToMedicationAdministration {

    private static final BigDecimal UNKNOWN_AMOUNT = BigDecimal.valueOf(999);

    private RxaToMedicationAdministration() {}

    /** Without a time if RXA-3 has none: the caller leaves that out. */
    public static MedicationAdministration map(
            PharmacyOrder.Supply supply,
            String orderKey,
            @Nullable MedicationRequest request,
            PatientContext subject,
            Translation translation) {
        var rxa = translation.read(supply.segment());
        rxa.ignore(1, 2);
        var administration = new MedicationAdministration().setSubject(subject.ofPatient());
        administration.setContext(subject.ofEncounter());
        administration.setId(translation.id("MedicationAdministration", key(supply.segment(), orderKey)));
        setStatus(administration, rxa, translation);
        setEffective(administration, rxa, translation);
        if (request != null) {
            administration.setRequest(
                    PharmacyOrder.reference(request.getIdElement().getIdPart()));
        }
        setMedication(administration, rxa, request, translation);
        for (var value : rxa.values(10)) {
            var giver = XcnToPractitioner.map(value, translation);
            if (giver != null) {
                administration.addPerformer().setActor(giver);
            }
        }
        for (var value : rxa.values(19)) {
            addIfAny(administration, CweToCodeableConcept.map(value, translation));
        }
        setDosage(administration, rxa, supply, translation);
        addNotes(administration, rxa, supply, translation);
        return administration;
    }

    private static String key(V2Segment rxa, String orderKey) {
        return orderKey + "|" + rxa.raw(1).strip() + "|" + rxa.raw(2).strip() + "|"
                + rxa.raw(3).strip() + "|" + rxa.raw(5).strip();
    }

    private static void addIfAny(MedicationAdministration administration, @Nullable CodeableConcept reason) {
        if (reason != null) {
            administration.addReasonCode(reason);
        }
    }

    private static void setStatus(MedicationAdministration administration, SegmentReader rxa, Translation translation) {
        var completion = rxa.text(20);
        var refusals = rxa.values(18);
        for (var value : refusals) {
            var reason = CweToCodeableConcept.map(value, translation);
            if (reason != null) {
                administration.addStatusReason(reason);
            }
        }
        var entry = completion == null
                ? null
                : CodeTable.of("HL70322-MedicationAdministration").get(completion);
        if (completion != null && entry == null) {
            translation.warn("code-invalid", rxa.segment().path(20), "Not a code of table 0322 (completion status).");
        }
        if (ActionCode.isDelete(rxa.text(21))) {
            administration.setStatus(MedicationAdministrationStatus.ENTEREDINERROR);
        } else if (entry != null) {
            administration.setStatus(MedicationAdministrationStatus.fromCode(entry.target()));
        } else {
            administration.setStatus(
                    refusals.isEmpty()
                            ? MedicationAdministrationStatus.COMPLETED
                            : MedicationAdministrationStatus.NOTDONE);
        }
    }

    private static void setEffective(
            MedicationAdministration administration, SegmentReader rxa, Translation translation) {
        var start = TsToDateTime.map(rxa.value(3), translation);
        var end = TsToDateTime.map(rxa.value(4), translation);
        if (start != null && (end == null || end.getValueAsString().equals(start.getValueAsString()))) {
            administration.setEffective(start);
        } else if (start != null || end != null) {
            administration.setEffective(DrToPeriod.map(start, end));
        }
    }

    private static void setMedication(
            MedicationAdministration administration,
            SegmentReader rxa,
            @Nullable MedicationRequest request,
            Translation translation) {
        var code = CweToCodeableConcept.map(rxa.value(5), translation);
        if (code == null && request != null) {
            code = request.getMedicationCodeableConcept().copy();
        }
        if (code == null) {
            return;
        }
        administration.setMedication(code);
        var details = new MedicationDetails(code, translation);
        details.form(rxa, 8);
        details.strength(rxa, 13, 23);
        details.batch(rxa.text(15), rxa, 16);
        details.manufacturer(rxa, 17);
        var product = details.write(
                "MedicationAdministration|" + administration.getIdElement().getIdPart());
        if (product != null) {
            administration.addSupportingInformation(product);
        }
    }

    /** FHIR demands a dose or a rate of a dosage (mad-1). */
    private static void setDosage(
            MedicationAdministration administration,
            SegmentReader rxa,
            PharmacyOrder.Supply supply,
            Translation translation) {
        var dosage = new MedicationAdministrationDosageComponent();
        for (var rxr : supply.details().routes()) {
            if (!dosage.hasRoute()) {
                RxrToDosage.add(dosage, translation.read(rxr), translation);
            } else {
                translation.read(rxr);
            }
        }
        var dose = CqToQuantity.map(rxa.value(6), rxa.value(7), translation);
        if (dose != null && dose.getValue().compareTo(UNKNOWN_AMOUNT) != 0) {
            dosage.setDose(dose);
        } else if (!dosage.isEmpty()) {
            dosage.setDose(unknown());
        }
        if (!dosage.isEmpty()) {
            administration.setDosage(dosage);
        }
    }

    private static Quantity unknown() {
        var quantity = new Quantity();
        quantity.addExtension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        return quantity;
    }

    private static void addNotes(
            MedicationAdministration administration,
            SegmentReader rxa,
            PharmacyOrder.Supply supply,
            Translation translation) {
        for (var value : rxa.values(9)) {
            var text = Instructions.text(CweToCodeableConcept.map(value, translation));
            if (text != null) {
                administration.addNote().setText(text);
            }
        }
        for (var nte : supply.notes()) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                administration.addNote(note);
            }
        }
    }
}
