package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;

/** What the section Medications Administered tells, to <a href="https://hl7.org/fhir/R4/medicationadministration.html">MedicationAdministration</a>. Ours: the guide has no map for it. */
final class MedicationActivityToMedicationAdministration {

    private MedicationActivityToMedicationAdministration() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var administration = new MedicationAdministration();
        administration.setId(translation.entryId("MedicationAdministration", element));
        administration.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        administration.setSubject(translation.patient());
        var status = entry.isNegated()
                ? "not-done"
                : CodeMap.of("AdministrationStatus").target(entry.statusCode());
        administration.setStatus(
                MedicationAdministrationStatus.fromCode(Objects.requireNonNullElse(status, "unknown")));
        administration.setMedication(MedicationActivityToMedicationRequest.medication(entry));
        setTime(administration, element, translation);
        for (var performer : Related.performers(element, translation)) {
            administration.addPerformer().setActor(performer);
        }
        administration.setReasonCode(Related.reasons(element, translation));
        setDosage(administration, element, translation);
        administration.setNote(Related.notes(element, translation));
        return translation.write(administration, element);
    }

    private static void setTime(
            MedicationAdministration administration, CdaElement element, CdaTranslation translation) {
        for (var time : element.children("effectiveTime")) {
            var effective = time.child("period").exists() ? null : IvlTsToPeriod.effective(time, translation);
            if (effective != null && !administration.hasEffective()) {
                administration.setEffective(effective);
            }
        }
        if (!administration.hasEffective()) {
            var absent = new DateTimeType();
            absent.addExtension(NullFlavor.dataAbsentReason("UNK"));
            administration.setEffective(absent);
        }
    }

    private static void setDosage(
            MedicationAdministration administration, CdaElement element, CdaTranslation translation) {
        var dosage = SubstanceAdministrationToDosage.map(element, translation);
        if (dosage == null) {
            return;
        }
        var mapped = administration.getDosage();
        mapped.setText(dosage.getText());
        mapped.setRoute(dosage.hasRoute() ? dosage.getRoute() : null);
        mapped.setSite(dosage.hasSite() ? dosage.getSite() : null);
        var amounts = dosage.getDoseAndRateFirstRep();
        if (amounts.getDose() instanceof Quantity dose) {
            mapped.setDose(dose);
        }
        if (amounts.getRate() instanceof Quantity rate) {
            mapped.setRate(rate);
        }
        // mad-1: a dosage says how much; the words alone are a note.
        if (!mapped.hasDose() && !mapped.hasRate()) {
            administration.setDosage(null);
            if (dosage.hasText()) {
                administration.addNote().setText(dosage.getText());
            }
        } else if (mapped.isEmpty()) {
            administration.setDosage(null);
        }
    }
}
