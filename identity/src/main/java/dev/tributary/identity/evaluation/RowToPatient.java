package dev.tributary.identity.evaluation;

import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.Address.AddressUse;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** A line as the Patient that a source would send, so that it goes the hub's own way from there. */
public final class RowToPatient {

    private static final String SYSTEM = "urn:tributary:evaluation:";
    private static final String MOTHERS_MAIDEN_NAME =
            "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";

    private final RowDates dates;

    public RowToPatient(List<PersonRow> rows) {
        this.dates = RowDates.of(rows);
    }

    public Patient patient(PersonRow row) {
        var patient = new Patient();
        name(patient, row);
        var birth = birthDate(row);
        if (!birth.isEmpty()) {
            patient.setBirthDateElement(new DateType(birth));
        }
        sex(patient, row.value(Column.SEX));
        address(patient, row);
        telecom(patient, ContactPointSystem.PHONE, row.value(Column.PHONE));
        telecom(patient, ContactPointSystem.PHONE, row.value(Column.PHONE_2));
        telecom(patient, ContactPointSystem.EMAIL, row.value(Column.EMAIL));
        identifier(patient, "national", "NI", row.value(Column.NATIONAL_ID));
        identifier(patient, "licence", "DL", row.value(Column.LICENCE));
        identifier(patient, "record:" + row.value(Column.SOURCE), "MR", row.value(Column.RECORD_NUMBER));
        identifier(patient, "insurance", "MB", row.value(Column.INSURANCE));
        others(patient, row);
        return patient;
    }

    private static void name(Patient patient, PersonRow row) {
        var name = patient.addName().setUse(NameUse.OFFICIAL);
        given(name, row.value(Column.GIVEN));
        given(name, row.value(Column.MIDDLE));
        if (!row.value(Column.FAMILY).isEmpty()) {
            name.setFamily(row.value(Column.FAMILY));
        }
        if (!row.value(Column.SUFFIX).isEmpty()) {
            name.addSuffix(row.value(Column.SUFFIX));
        }
        if (!row.value(Column.FULL_NAME).isEmpty()) {
            name.setText(row.value(Column.FULL_NAME));
        }
        if (!row.value(Column.FORMER_FAMILY).isEmpty()) {
            var former = patient.addName().setUse(NameUse.MAIDEN).setFamily(row.value(Column.FORMER_FAMILY));
            given(former, row.value(Column.GIVEN));
        }
    }

    private static void given(HumanName name, String given) {
        if (!given.isEmpty()) {
            name.addGiven(given);
        }
    }

    private String birthDate(PersonRow row) {
        var whole = dates.fhir(row.value(Column.BIRTH_DATE));
        return whole.isEmpty()
                ? RowDates.date(
                        row.value(Column.BIRTH_YEAR), row.value(Column.BIRTH_MONTH), row.value(Column.BIRTH_DAY))
                : whole;
    }

    private static void sex(Patient patient, String sex) {
        if (sex.isEmpty()) {
            return;
        }
        switch (sex.toLowerCase(Locale.ROOT)) {
            case "m", "male", "1", "man", "männlich", "h", "hombre", "masculino" ->
                patient.setGender(AdministrativeGender.MALE);
            case "f", "female", "2", "w", "woman", "weiblich", "v", "vrouw", "mujer", "femenino" ->
                patient.setGender(AdministrativeGender.FEMALE);
            case "o", "other", "x", "d" -> patient.setGender(AdministrativeGender.OTHER);
            default -> patient.setGender(AdministrativeGender.UNKNOWN);
        }
    }

    private static void address(Patient patient, PersonRow row) {
        var address = new Address();
        var street = (row.value(Column.STREET_NUMBER) + ' ' + row.value(Column.STREET)).strip();
        line(address, street);
        line(address, row.value(Column.STREET_2));
        place(address, row.value(Column.CITY), row.value(Column.POSTCODE));
        if (!row.value(Column.STATE).isEmpty()) {
            address.setState(row.value(Column.STATE));
        }
        if (!address.isEmpty()) {
            patient.addAddress(address);
        }
        var former = new Address();
        line(former, row.value(Column.FORMER_STREET));
        place(former, row.value(Column.FORMER_CITY), row.value(Column.FORMER_POSTCODE));
        if (!former.isEmpty()) {
            patient.addAddress(former.setUse(AddressUse.OLD));
        }
    }

    private static void line(Address address, String line) {
        if (!line.isEmpty()) {
            address.addLine(line);
        }
    }

    private static void place(Address address, String city, String postcode) {
        if (!city.isEmpty()) {
            address.setCity(city);
        }
        if (!postcode.isEmpty()) {
            address.setPostalCode(postcode);
        }
    }

    private static void telecom(Patient patient, ContactPointSystem system, String value) {
        if (!value.isEmpty()) {
            patient.addTelecom().setSystem(system).setValue(value);
        }
    }

    private static void identifier(Patient patient, String system, String type, String value) {
        if (!value.isEmpty()) {
            var identifier = patient.addIdentifier().setSystem(SYSTEM + system).setValue(value);
            identifier.getType().addCoding().setCode(type);
        }
    }

    private static void others(Patient patient, PersonRow row) {
        if (!row.value(Column.MOTHERS_MAIDEN_NAME).isEmpty()) {
            patient.addExtension(MOTHERS_MAIDEN_NAME, new StringType(row.value(Column.MOTHERS_MAIDEN_NAME)));
        }
        if (row.value(Column.BIRTH_ORDER).matches("[1-9]")) {
            patient.setMultipleBirth(new IntegerType(row.value(Column.BIRTH_ORDER)));
        }
        if (!row.value(Column.PRACTICE).isEmpty()) {
            patient.addGeneralPractitioner().setDisplay(row.value(Column.PRACTICE));
        }
    }
}
