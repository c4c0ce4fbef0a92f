package dev.tributary.server.identity;

import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Patient;

/**
 * A person without a number that two sources share. All made up.
 *
 * @param birthDate yyyy-MM-dd
 * @param phone ten digits
 */
record Somebody(String given, String family, String birthDate, String street, String postcode, String phone) {

    private static final String[] SYLLABLES = {
        "bar", "del", "fen", "gor", "hul", "kam", "lis", "mon", "pet", "ros", "tav", "zul"
    };

    /** Whom nobody has heard of; the number keeps those of one test apart. */
    static Somebody unheardOf(int number) {
        // Numbers that follow each other have hashes that do, too.
        var bits = (Stay.unique().hashCode() * 0x9E3779B1) >>> 1;
        var family = new StringBuilder();
        for (var rest = bits; family.length() < 15; rest = rest / SYLLABLES.length) {
            family.append(SYLLABLES[rest % SYLLABLES.length]);
        }
        return new Somebody(
                new String[] {"Margaret", "Robert", "Susan", "Edward", "Katherine", "William", "Dorothy", "Frank"}
                        [number % 8],
                family.toString(),
                "19%02d-%02d-%02d".formatted(30 + bits % 60, 1 + bits / 60 % 12, 1 + bits / 720 % 28),
                (1 + bits % 900) + " " + family.substring(3, 9) + " Road",
                "%05d".formatted(10_000 + bits % 80_000),
                "%010d".formatted(2_000_000_000L + bits % 1_000_000_000));
    }

    Somebody called(String other) {
        return new Somebody(other, family, birthDate, street, postcode, phone);
    }

    /** The same person where nobody noted the given name. */
    Somebody withoutGivenName() {
        return called("");
    }

    /** An ADT A04 of this facility. */
    V2 adt(String facility, String authority) {
        var pid = "PID|1||" + Stay.unique() + "^^^" + authority + "^MR||" + family + "^" + given + "||"
                + birthDate.replace("-", "") + "|F|||" + street + "^^Ashford^VT^" + postcode + "||^PRN^PH^^^"
                + phone.substring(0, 3) + "^" + phone.substring(3);
        return V2.of(facility, "ADT^A04", "202401010800", "EVN|A04|202401010800", pid, "PV1|1|O");
    }

    Patient patient(String system, String number) {
        var patient = new Patient();
        patient.addIdentifier().setSystem(system).setValue(number);
        var name = patient.addName().setFamily(family);
        if (!given.isEmpty()) {
            name.addGiven(given);
        }
        patient.setBirthDateElement(new DateType(birthDate));
        patient.setGender(AdministrativeGender.FEMALE);
        patient.addAddress().addLine(street).setCity("Ashford").setState("VT").setPostalCode(postcode);
        patient.addTelecom().setSystem(ContactPoint.ContactPointSystem.PHONE).setValue(phone);
        return patient;
    }
}
