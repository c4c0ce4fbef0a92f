package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://hl7.org/fhir/us/ccda/CF-social.html">Social history</a>: Observations, and what belongs to the Patient itself. */
final class SocialHistoryToObservation {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private static final String LOINC = "http://loinc.org";
    private static final String NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";
    private static final String SMOKING = "2.16.840.1.113883.10.20.22.4.78";
    private static final String PREGNANCY = "2.16.840.1.113883.10.20.15.3.8";
    private static final String BIRTH_SEX = "2.16.840.1.113883.10.20.22.4.200";
    private static final String SEX = "2.16.840.1.113883.10.20.22.4.507";
    private static final String GENDER_IDENTITY = "2.16.840.1.113883.10.20.34.3.45";
    private static final String TRIBE = "2.16.840.1.113883.10.20.22.4.506";

    private SocialHistoryToObservation() {}

    static List<Reference> map(Entry entry) {
        var element = entry.element();
        if (isPatient(entry)) {
            return List.of(entry.translation().patient());
        }
        var observation = ObservationToObservation.map(entry, "social-history");
        if (element.hasTemplate(SMOKING)) {
            makeSmoking(observation);
        } else if (element.hasTemplate(PREGNANCY)) {
            makePregnancy(observation, entry);
        }
        return List.of(entry.translation().write(observation, element));
    }

    /** What US Core keeps in extensions of the patient. */
    private static boolean isPatient(Entry entry) {
        var element = entry.element();
        var code = element.child("code");
        var value = element.child("value");
        var translation = entry.translation();
        if (element.hasTemplate(BIRTH_SEX) || CdToCodeableConcept.hasCode(code, CdaConcepts.code("birthSex"))) {
            var sex = value.attribute("code");
            sex = sex == null ? value.nullFlavor() : sex;
            if (sex != null && CodeMap.of("BirthSex").get(sex) != null) {
                add(entry.patient(), new Extension(US_CORE + "birthsex", new CodeType(sex)));
                return true;
            }
            return false;
        }
        if (element.hasTemplate(GENDER_IDENTITY)
                || CdToCodeableConcept.hasCode(code, CdaConcepts.code("genderIdentity"))) {
            return addConcept(entry.patient(), "genderIdentity", value, translation);
        }
        if (element.hasTemplate(SEX) || CdToCodeableConcept.hasCode(code, CdaConcepts.code("sex"))) {
            var sex = value.attribute("code");
            if (sex != null) {
                add(entry.patient(), new Extension(US_CORE + "sex", new CodeType(sex)));
            }
            return sex != null;
        }
        return (element.hasTemplate(TRIBE) || CdToCodeableConcept.hasCode(code, CdaConcepts.code("tribe")))
                && addTribe(entry.patient(), value, translation);
    }

    private static boolean addConcept(Patient patient, String name, CdaElement value, CdaTranslation translation) {
        var concept = CdToCodeableConcept.map(value, translation);
        if (concept != null) {
            add(patient, new Extension(US_CORE + name, concept));
        }
        return concept != null;
    }

    private static boolean addTribe(Patient patient, CdaElement value, CdaTranslation translation) {
        var concept = CdToCodeableConcept.map(value, translation);
        if (concept != null) {
            var extension = new Extension(US_CORE + "tribal-affiliation");
            extension.addExtension(new Extension("tribalAffiliation", concept));
            add(patient, extension);
        }
        return concept != null;
    }

    private static void add(Patient patient, Extension extension) {
        if (patient.getExtensionsByUrl(extension.getUrl()).isEmpty()) {
            patient.addExtension(extension);
        }
    }

    /** US Core 6.1.0 wants the code and a point in time; old documents say ASSERTION. */
    private static void makeSmoking(Observation observation) {
        var isCoded = observation.getCode().getCoding().stream().anyMatch(each -> LOINC.equals(each.getSystem()));
        if (!isCoded) {
            observation.setCode(CdaConcepts.concept("smoking"));
        }
        if (observation.getEffective() instanceof Period period && period.hasStart()) {
            observation.setEffective(period.getStartElement());
        }
    }

    private static void makePregnancy(Observation observation, Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        observation.setCode(CdaConcepts.concept("pregnancy"));
        var time = IvlTsToPeriod.dateTime(element.child("effectiveTime"), translation);
        time = time == null ? Related.authored(translation, element) : time;
        if (time != null) {
            observation.setEffective(time);
        }
        if ("UNK".equals(element.child("value").nullFlavor())) {
            observation.setDataAbsentReason(null);
            observation.setValue(new CodeableConcept().addCoding(new Coding(NULL_FLAVOR, "UNK", "unknown")));
        }
        var delivery = Related.coded(element, "observation", CdaConcepts.code("deliveryDate"));
        var due = IvlTsToPeriod.dateTime(delivery.child("value"), translation);
        if (due != null) {
            observation
                    .addComponent()
                    .setCode(CdToCodeableConcept.required(delivery.child("code"), translation))
                    .setValue(due);
        }
    }
}
