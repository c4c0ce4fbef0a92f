package dev.tributary.server.identity;

import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.Random;
import java.util.UUID;
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
        // One draw for each part: parts of one number would make people who share half of all they have.
        var chance = new Random(UUID.randomUUID().getMostSignificantBits());
        var family = new StringBuilder();
        while (family.length() < 15) {
            family.append(SYLLABLES[chance.nextInt(SYLLABLES.length)]);
        }
        return new Somebody(
                new String[] {"Margaret", "Robert", "Susan", "Edward", "Katherine", "William", "Dorothy", "Frank"}
                        [number % 8],
                family.toString(),
                "19%02d-%02d-%02d".formatted(30 + chance.nextInt(60), 1 + chance.nextInt(12), 1 + chance.nextInt(28)),
                (1 + chance.nextInt(900)) + " " + family.substring(3, 9) + " Road",
                "%05d".formatted(10_000 + chance.nextInt(80_000)),
                "%010d".formatted(2_000_000_000L + chance.nextInt(1_000_000_000)));
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
