package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.ContactComponent;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-nk1-to-patient.html">NK1 to Patient.contact</a>. */
public final class Nk1ToPatientContact {

    private Nk1ToPatientContact() {}

    public static void add(Patient patient, SegmentReader nk1, Translation translation) {
        var contact = new ContactComponent();
        nk1.ignore(1);
        var name = nk1.value(2);
        if (name != null) {
            contact.setName(XpnToHumanName.map(name, translation));
        }
        addRelationship(contact, nk1, 3, "0063", translation);
        addRelationship(contact, nk1, 7, "0131", translation);
        var address = nk1.value(4);
        if (address != null) {
            contact.setAddress(XadToAddress.map(address, translation));
        }
        addTelecom(contact, nk1, 5, ContactPointUse.HOME, translation);
        addTelecom(contact, nk1, 6, ContactPointUse.WORK, translation);
        var sex = nk1.text(15);
        var gender = sex == null ? null : CodeTable.of("HL70001").get(sex);
        if (gender != null) {
            contact.setGender(AdministrativeGender.fromCode(gender.target()));
        }
        contact.setOrganization(XonToOrganization.map(nk1.value(13), translation));
        contact.setPeriod(DrToPeriod.map(
                TsToDateTime.map(nk1.value(8), translation), TsToDateTime.map(nk1.value(9), translation)));
        if (contact.hasName() || contact.hasTelecom() || contact.hasAddress() || contact.hasOrganization()) {
            patient.addContact(contact);
        }
    }

    private static void addRelationship(
            ContactComponent contact, SegmentReader nk1, int field, String table, Translation translation) {
        var concept = CweToCodeableConcept.map(
                nk1.value(field), "http://terminology.hl7.org/CodeSystem/v2-" + table, translation);
        if (concept != null) {
            var value = nk1.value(field);
            var code = value == null ? null : value.component(1);
            var known = code == null || !table.equals("0063")
                    ? null
                    : CodeTable.of("HL70063").get(code);
            if (known != null && known.isAlias() && value != null && value.component(3) == null) {
                // A word that HL7's table does not have is no code of it.
                concept.setCoding(null).setText(concept.hasText() ? concept.getText() : code);
            }
            contact.addRelationship(concept);
        }
    }

    private static void addTelecom(
            ContactComponent contact, SegmentReader nk1, int field, ContactPointUse use, Translation translation) {
        for (var value : nk1.values(field)) {
            XtnToContactPoint.map(value, use, translation).forEach(contact::addTelecom);
        }
    }
}
