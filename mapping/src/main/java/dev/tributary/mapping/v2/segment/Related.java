package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.NormalName;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.jspecify.annotations.Nullable;

/** The fields of a person beside the patient, which NK1, GT1 and IN1 hold under different numbers. */
final class Related {

    private final RelatedPerson person = new RelatedPerson();
    private final SegmentReader segment;
    private final Translation translation;

    Related(SegmentReader segment, Reference patient, Translation translation) {
        this.segment = segment;
        this.translation = translation;
        person.setActive(true);
        person.setPatient(patient.copy());
    }

    RelatedPerson person() {
        return person;
    }

    Related names(int... fields) {
        for (var field : fields) {
            for (var value : segment.values(field)) {
                var name = XpnToHumanName.map(value, translation);
                if (name != null) {
                    person.addName(name);
                }
                var calledBy = XpnToHumanName.calledBy(value);
                if (calledBy != null && person.hasName()) {
                    person.addName(calledBy);
                }
            }
        }
        return this;
    }

    Related addresses(int... fields) {
        for (var field : fields) {
            for (var value : segment.values(field)) {
                var address = XadToAddress.map(value, translation);
                if (address != null) {
                    person.addAddress(address);
                }
            }
        }
        return this;
    }

    Related telecom(int field, @Nullable ContactPointUse use) {
        for (var value : segment.values(field)) {
            for (var point : XtnToContactPoint.map(value, use, translation)) {
                if (person.getTelecom().stream().noneMatch(point::equalsDeep)) {
                    person.addTelecom(point);
                }
            }
        }
        return this;
    }

    Related identifiers(int field, @Nullable String type) {
        for (var value : segment.values(field)) {
            var identifier = type == null
                    ? CxToIdentifier.map(value, translation)
                    : type.equals("SS")
                            ? CxToIdentifier.numberOnly(value, type, translation)
                            : CxToIdentifier.map(value, type, translation);
            if (identifier != null && Identifiers.lacks(person.getIdentifier(), identifier)) {
                person.addIdentifier(identifier);
            }
        }
        return this;
    }

    Related sexAndBirth(int sex, int birth) {
        var code = segment.text(sex);
        var gender = code == null ? null : CodeTable.of("HL70001").get(code);
        if (gender != null) {
            person.setGender(AdministrativeGender.fromCode(gender.target()));
        }
        person.setBirthDateElement(TsToDateTime.date(segment.value(birth), translation));
        return this;
    }

    /**
     * Writes the person and refers to it; null if it has no name.
     *
     * @param key of the patient
     */
    @Nullable
    Reference write(String key) {
        if (!person.hasName()) {
            return null;
        }
        var relationship = person.getRelationshipFirstRep().hasCoding()
                ? person.getRelationshipFirstRep().getCodingFirstRep().getCode()
                : NormalName.of(person.getRelationshipFirstRep().getText());
        var name = person.getNameFirstRep().getNameAsSingleString();
        person.setId(translation.id("RelatedPerson", key + "|" + NormalName.of(name) + "|" + relationship));
        return translation.write(person).setDisplay(name);
    }
}
