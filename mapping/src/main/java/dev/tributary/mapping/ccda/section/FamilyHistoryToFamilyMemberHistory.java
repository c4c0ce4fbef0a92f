package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import org.hl7.fhir.r4.model.Age;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hl7.fhir.r4.model.FamilyMemberHistory.FamilyHistoryStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Family History Organizer to <a href="https://hl7.org/fhir/R4/familymemberhistory.html">FamilyMemberHistory</a>. Ours: the guide has no map for it. */
final class FamilyHistoryToFamilyMemberHistory {

    private static final String GENDER = "http://hl7.org/fhir/administrative-gender";

    private FamilyHistoryToFamilyMemberHistory() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var history = new FamilyMemberHistory();
        history.setId(translation.entryId("FamilyMemberHistory", element));
        history.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        history.setPatient(translation.patient());
        history.setStatus(
                entry.statusCode().equals("completed") || entry.statusCode().isEmpty()
                        ? FamilyHistoryStatus.COMPLETED
                        : FamilyHistoryStatus.PARTIAL);
        var subject = element.at("subject", "relatedSubject");
        history.setRelationship(CdToCodeableConcept.required(subject.child("code"), translation));
        setPerson(history, subject.child("subject"), translation);
        history.setDateElement(Related.authored(translation, element));
        for (var component : element.children("component")) {
            for (var observation : component.children("observation")) {
                addCondition(history, observation, translation);
            }
        }
        return translation.write(history, element);
    }

    private static void setPerson(FamilyMemberHistory history, CdaElement person, CdaTranslation translation) {
        history.setName(NarrativeText.words(person.child("name")));
        var gender = CodeMap.of("AdministrativeGender")
                .target(person.child("administrativeGenderCode").attribute("code"));
        if (gender != null) {
            history.getSex().addCoding(new Coding(GENDER, gender, null));
        }
        var born = IvlTsToPeriod.point(person.child("birthTime"), translation);
        if (born != null) {
            var text = born.getValueAsString();
            history.setBorn(new DateType(text.substring(0, Math.min(10, text.length()))));
        }
        var died = IvlTsToPeriod.point(person.child("sdtc:deceasedTime"), translation);
        var flag = person.child("sdtc:deceasedInd").attribute("value");
        if (died != null) {
            var text = died.getValueAsString();
            history.setDeceased(new DateType(text.substring(0, Math.min(10, text.length()))));
        } else if (flag != null) {
            history.setDeceased(new BooleanType(flag.equals("true")));
        }
    }

    private static void addCondition(FamilyMemberHistory history, CdaElement observation, CdaTranslation translation) {
        if (observation.has("negationInd", "true")) {
            translation.inform(
                    "not-supported",
                    observation,
                    "A condition that the relative did not have; kept in the document only.");
            return;
        }
        var code = Related.value(observation, translation);
        if (code == null) {
            return;
        }
        var condition = history.addCondition().setCode(code);
        var age = age(observation, translation);
        if (age != null) {
            condition.setOnset(age);
        }
        for (var inner : Related.all(observation, "observation")) {
            var isDeath = inner.hasTemplate("2.16.840.1.113883.10.20.22.4.47")
                    || CdToCodeableConcept.hasCode(inner.child("value"), CdaConcepts.code("death"));
            if (isDeath) {
                condition.setContributedToDeath(true);
                if (!history.hasDeceased()) {
                    history.setDeceased(new BooleanType(true));
                }
            }
        }
        condition.setNote(Related.notes(observation, translation));
    }

    private static @Nullable Age age(CdaElement observation, CdaTranslation translation) {
        for (var inner : Related.all(observation, "observation")) {
            if (CdToCodeableConcept.hasCode(inner.child("code"), CdaConcepts.code("ageAtOnset"))
                    || inner.hasTemplate("2.16.840.1.113883.10.20.22.4.31")) {
                var quantity = PqToQuantity.map(inner.child("value"), translation);
                if (quantity != null) {
                    var age = new Age();
                    age.setValue(quantity.getValue()).setUnit(quantity.getUnit());
                    age.setSystem(quantity.getSystem()).setCode(quantity.getCode());
                    return age;
                }
            }
        }
        return null;
    }
}
