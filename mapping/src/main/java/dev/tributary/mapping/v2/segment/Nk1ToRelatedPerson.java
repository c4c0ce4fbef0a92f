package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.PrimaryLanguage;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Reference;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-nk1-to-relatedperson.html">NK1 to RelatedPerson</a>. */
public final class Nk1ToRelatedPerson {

    private Nk1ToRelatedPerson() {}

    /** Writes nothing if neither NK1-2 nor NK1-30 names anyone: an organization is only a contact. */
    public static void write(SegmentReader nk1, String patientKey, Reference patient, Translation translation) {
        var related = new Related(nk1, patient, translation)
                .names(2, 30)
                .addresses(4, 32)
                .telecom(5, ContactPointUse.HOME)
                .telecom(6, ContactPointUse.WORK)
                .telecom(31, null)
                .telecom(40, null)
                .telecom(41, null)
                .identifiers(12, "EI")
                .identifiers(33, null)
                .identifiers(37, "SS")
                .sexAndBirth(15, 16);
        var person = related.person();
        person.addRelationship(CweToCodeableConcept.translate(nk1.value(3), "HL70063", translation));
        person.addRelationship(
                CweToCodeableConcept.map(nk1.value(7), "http://terminology.hl7.org/CodeSystem/v2-0131", translation));
        var language = PrimaryLanguage.map(nk1.value(20), translation);
        if (language != null) {
            person.addCommunication().setLanguage(language);
        }
        person.setPeriod(DrToPeriod.map(
                TsToDateTime.map(nk1.value(8), translation), TsToDateTime.map(nk1.value(9), translation)));
        related.write(patientKey);
    }
}
