package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-medications.html">Medication Activity to MedicationRequest</a>. */
final class MedicationActivityToMedicationRequest {

    private MedicationActivityToMedicationRequest() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var request = new MedicationRequest();
        request.setId(translation.entryId("MedicationRequest", element));
        request.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        request.setSubject(translation.patient());
        request.setStatus(MedicationRequestStatus.fromCode(Objects.requireNonNullElse(status(entry), "unknown")));
        var intent = CodeMap.of("MedActivityMood").target(element.attribute("moodCode"));
        request.setIntent(MedicationRequestIntent.fromCode(Objects.requireNonNullElse(intent, "plan")));
        if (element.has("moodCode", "EVN")) {
            request.setReported(new BooleanType(true));
        }
        if (entry.isNegated()) {
            request.setDoNotPerform(true);
        }
        request.setMedication(medication(entry));
        request.setRequester(Related.author(translation, element));
        request.setAuthoredOnElement(Related.authored(translation, element));
        request.setReasonCode(Related.reasons(element, translation));
        var dosage = SubstanceAdministrationToDosage.map(element, translation);
        if (dosage != null) {
            request.addDosageInstruction(dosage);
        }
        setSupply(request, element, translation);
        request.setNote(Related.notes(element, translation));
        return translation.write(request, element);
    }

    /** In CCD 1.0 the code is always "completed": the status observation tells, else whether there is an end. */
    private static @Nullable String status(Entry entry) {
        var element = entry.element();
        var status = CodeMap.of("MedicationStatus").target(entry.statusCode());
        if (!"completed".equals(status)
                || !element.hasTemplate("2.16.840.1.113883.10.20.1.24")
                || element.hasTemplate("2.16.840.1.113883.10.20.22.4.16")) {
            return status;
        }
        var observed = Related.coded(element, "observation", CdaConcepts.code("status"))
                .child("value")
                .attribute("code");
        var told = CodeMap.of("ProblemStatus").target(observed);
        if (told != null) {
            return told.equals("active") ? "active" : "completed";
        }
        var hasEnd = element.children("effectiveTime").stream()
                .anyMatch(time -> time.child("high").attribute("value") != null);
        return hasEnd ? "completed" : "active";
    }

    /** A concept, or a Medication of its own where form, maker, lot or vehicle are known. */
    static Type medication(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var product = element.at("consumable", "manufacturedProduct");
        var code = code(element, product, translation);
        var form = CdToCodeableConcept.map(element.child("administrationUnitCode"), translation);
        var maker = Participants.organization(
                product.firstOf("manufacturerOrganization", "manufacturedOrganization"), translation);
        var lot = NarrativeText.words(product.at("manufacturedMaterial", "lotNumberText"));
        var vehicle = vehicle(element, translation);
        if (form == null && maker == null && lot == null && vehicle == null) {
            return code;
        }
        var medication = new Medication();
        medication.setId(translation.entryId("Medication", element));
        medication.setCode(code);
        medication.setForm(form);
        medication.setManufacturer(maker);
        if (lot != null) {
            medication.getBatch().setLotNumber(lot);
        }
        if (vehicle != null) {
            medication.addIngredient().setItem(vehicle).setIsActive(false);
        }
        return translation.write(medication, CdaElement.absent());
    }

    private static CodeableConcept code(CdaElement element, CdaElement product, CdaTranslation translation) {
        var material = product.firstOf("manufacturedMaterial", "manufacturedLabeledDrug");
        var code = CdToCodeableConcept.map(material.child("code"), translation);
        if (code != null) {
            return code;
        }
        var words = NarrativeText.words(material.child("name"));
        words = words == null ? NarrativeText.of(element.child("text"), translation) : words;
        return words == null
                ? CdToCodeableConcept.absent(material.child("code").nullFlavor())
                : new CodeableConcept().setText(words);
    }

    private static @Nullable CodeableConcept vehicle(CdaElement element, CdaTranslation translation) {
        for (var participant : element.children("participant")) {
            if (participant.has("typeCode", "CSM")) {
                return CdToCodeableConcept.map(participant.at("participantRole", "playingEntity", "code"), translation);
            }
        }
        return null;
    }

    /** A supply order tells how much and how often it is dispensed; CDA counts the first time, FHIR does not. */
    private static void setSupply(MedicationRequest request, CdaElement element, CdaTranslation translation) {
        for (var supply : Related.all(element, "supply")) {
            if (!supply.has("moodCode", "EVN")) {
                var dispense = request.getDispenseRequest();
                var period = IvlTsToPeriod.map(supply.child("effectiveTime"), translation);
                if (period != null) {
                    dispense.setValidityPeriod(period);
                }
                var quantity = PqToQuantity.map(supply.child("quantity"), translation);
                if (quantity != null) {
                    dispense.setQuantity(PqToQuantity.plain(quantity));
                }
                var repeats = supply.child("repeatNumber").attribute("value");
                if (repeats != null && repeats.matches("[1-9]\\d{0,5}")) {
                    dispense.setNumberOfRepeatsAllowed(Integer.parseInt(repeats) - 1);
                }
            }
        }
        if (request.getDispenseRequest().isEmpty()) {
            request.setDispenseRequest(null);
        }
    }
}
