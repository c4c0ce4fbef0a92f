package dev.tributary.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Patient;

/** An element of <a href="https://hl7.org/fhir/R4/patient.html">Patient</a> that a unified Patient takes from one record as a whole. */
public enum PersonField {
    NAME("name", "name"),
    GENDER("gender", "gender"),
    BIRTH_DATE("birthDate", "birthDate"),
    DECEASED("deceased", "deceased[x]"),
    ADDRESS("address", "address"),
    MARITAL_STATUS("maritalStatus", "maritalStatus"),
    MULTIPLE_BIRTH("multipleBirth", "multipleBirth[x]"),
    CONTACT("contact", "contact"),
    COMMUNICATION("communication", "communication"),
    GENERAL_PRACTITIONER("generalPractitioner", "generalPractitioner"),
    EXTENSION("extension", "extension");

    private final String code;
    private final String property;

    PersonField(String code, String property) {
        this.code = code;
        this.property = property;
    }

    /** As FHIR and the rules spell it. */
    public String code() {
        return code;
    }

    static Optional<PersonField> ofCode(String code) {
        return Arrays.stream(values()).filter(field -> field.code.equals(code)).findFirst();
    }

    /** What a record says; empty if it says nothing. */
    public List<Base> values(Patient patient) {
        return patient.getNamedProperty(property).getValues().stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }

    void copy(Patient from, Patient to) {
        values(from).forEach(value -> to.setProperty(property, value.copy()));
    }

    /** How much a record says: the number of filled leaves. */
    int completeness(Patient patient) {
        return values(patient).stream().mapToInt(PersonField::leaves).sum();
    }

    private static int leaves(Base value) {
        if (value.isPrimitive()) {
            return 1;
        }
        return value.children().stream()
                .flatMap(child -> child.getValues().stream())
                .filter(child -> child != null && !child.isEmpty())
                .mapToInt(PersonField::leaves)
                .sum();
    }

    boolean isSame(Patient one, Patient other) {
        var ones = values(one);
        var others = values(other);
        if (ones.size() != others.size()) {
            return false;
        }
        for (var i = 0; i < ones.size(); i++) {
            if (!ones.get(i).equalsDeep(others.get(i))) {
                return false;
            }
        }
        return true;
    }
}
