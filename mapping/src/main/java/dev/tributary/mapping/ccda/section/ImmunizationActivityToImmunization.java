package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://hl7.org/fhir/us/ccda/CF-immunizations.html">Immunization Activity to Immunization</a>. */
final class ImmunizationActivityToImmunization {

    private static final String FUNCTION = "http://terminology.hl7.org/CodeSystem/v2-0443";

    private ImmunizationActivityToImmunization() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var immunization = new Immunization();
        immunization.setId(translation.entryId("Immunization", element));
        immunization.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        immunization.setPatient(translation.patient());
        setStatus(immunization, entry);
        setProduct(immunization, element, translation);
        setOccurrence(immunization, element, translation);
        // US Core wants it said; a document does not say it.
        immunization.setPrimarySourceElement(new BooleanType());
        immunization.getPrimarySourceElement().addExtension(NullFlavor.dataAbsentReason("UNK"));
        immunization.setRoute(CdToCodeableConcept.map(element.child("routeCode"), translation));
        immunization.setSite(CdToCodeableConcept.map(element.child("approachSiteCode"), translation));
        var dose = PqToQuantity.map(element.child("doseQuantity"), translation);
        if (dose != null) {
            immunization.setDoseQuantity(PqToQuantity.plain(dose));
        }
        for (var performer : Related.performers(element, translation)) {
            immunization
                    .addPerformer()
                    .setActor(performer)
                    .getFunction()
                    .addCoding()
                    .setSystem(FUNCTION)
                    .setCode("AP");
        }
        addDoseNumber(immunization, element);
        addReasons(immunization, element, translation);
        addReactions(immunization, element, translation);
        immunization.setLocation(Related.place(element, translation));
        immunization.setRecordedElement(Related.authored(translation, element));
        immunization.setNote(Related.notes(element, translation));
        return translation.write(immunization, element);
    }

    private static void setStatus(Immunization immunization, Entry entry) {
        var status = CodeMap.of("ImmunizationStatus").target(entry.statusCode());
        status = status == null ? "completed" : status;
        if (entry.isNegated() && !status.equals("entered-in-error")) {
            status = "not-done";
        }
        immunization.setStatus(ImmunizationStatus.fromCode(status));
    }

    private static void setProduct(Immunization immunization, CdaElement element, CdaTranslation translation) {
        var product = element.at("consumable", "manufacturedProduct");
        var material = product.child("manufacturedMaterial");
        var code = CdToCodeableConcept.map(material.child("code"), translation);
        var words = NarrativeText.words(material.child("name"));
        if (code == null && words == null) {
            words = NarrativeText.of(element.child("text"), translation);
        }
        if (code == null) {
            code = words == null
                    ? CdToCodeableConcept.absent(material.child("code").nullFlavor())
                    : new CodeableConcept().setText(words);
        }
        immunization.setVaccineCode(code);
        immunization.setLotNumber(NarrativeText.words(material.child("lotNumberText")));
        immunization.setManufacturer(Participants.organization(product.child("manufacturerOrganization"), translation));
        var expiry = IvlTsToPeriod.point(material.child("sdtc:expirationTime"), translation);
        if (expiry != null) {
            immunization.setExpirationDate(expiry.getValue());
        }
    }

    private static void setOccurrence(Immunization immunization, CdaElement element, CdaTranslation translation) {
        var time = element.child("effectiveTime");
        var when = IvlTsToPeriod.dateTime(time, translation);
        if (when == null) {
            when = new DateTimeType();
            when.addExtension(NullFlavor.dataAbsentReason(time.nullFlavor()));
        }
        immunization.setOccurrence(when);
    }

    private static void addDoseNumber(Immunization immunization, CdaElement element) {
        var number = element.child("repeatNumber").attribute("value");
        if (number != null && number.matches("[1-9]\\d{0,3}")) {
            immunization.addProtocolApplied().setDoseNumber(new PositiveIntType(number));
        }
    }

    /** The reason of a refusal is a code, that of an immunization a value. */
    private static void addReasons(Immunization immunization, CdaElement element, CdaTranslation translation) {
        for (var observation : Related.all(element, "RSON", "observation")) {
            var isRefusal = observation.hasTemplate("2.16.840.1.113883.10.20.22.4.53")
                    || immunization.getStatus() == ImmunizationStatus.NOTDONE;
            if (isRefusal) {
                var reason = CdToCodeableConcept.map(observation.child("code"), translation);
                if (reason == null || CdToCodeableConcept.hasCode(observation.child("code"), "ASSERTION")) {
                    reason = Related.value(observation, translation);
                }
                immunization.setStatusReason(reason);
            } else {
                var reason = Related.value(observation, translation);
                if (reason != null) {
                    immunization.addReasonCode(reason);
                }
            }
        }
    }

    private static void addReactions(Immunization immunization, CdaElement element, CdaTranslation translation) {
        for (var observation : Related.all(element, "observation")) {
            if (observation.hasTemplate("2.16.840.1.113883.10.20.22.4.9")) {
                var reaction = ObservationToObservation.reaction(observation, translation);
                immunization
                        .addReaction()
                        .setDetail(reaction)
                        .setDateElement(IvlTsToPeriod.dateTime(observation.child("effectiveTime"), translation));
            }
        }
    }
}
