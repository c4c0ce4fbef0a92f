package dev.tributary.bench.hl7v2;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * HL7 v2.5.1 messages of hospital stays, a pure function of run, index and start: admit, correct the address, report a
 * result, transfer, discharge. People are invented, and every stay's person is a different one.
 */
public final class V2Stream {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
    private final String run;
    private final String authority;
    private final Instant start;

    /**
     * @param run a short name that makes this run's numbers its own
     * @param authority the assigning authority of MRN and visit number (PID-3.4, PV1-19.4)
     * @param start when the first stay begins; later ones follow by a second each
     */
    public V2Stream(String run, String authority, Instant start) {
        this.run = run;
        this.authority = authority;
        this.start = start;
    }

    public Stay stay(int index) {
        return Stay.of(run, index);
    }

    /** A01, A08, ORU^R01, A02, A03 in the order in which they happen. */
    public List<V2Message> messages(Stay stay) {
        return List.of(admit(stay), update(stay), result(stay), transfer(stay), discharge(stay));
    }

    public V2Message register(Stay stay) {
        return adt(stay, "A04", 0, false, "O|AMB^001^1");
    }

    public V2Message admit(Stay stay) {
        return adt(stay, "A01", 1, false, "I|WARD1^101^1");
    }

    public V2Message update(Stay stay) {
        return adt(stay, "A08", 2, true, "I|WARD1^101^1");
    }

    public V2Message transfer(Stay stay) {
        return adt(stay, "A02", 4, true, "I|ICU^201^2");
    }

    public V2Message discharge(Stay stay) {
        return adt(stay, "A03", 5, true, "I|ICU^201^2");
    }

    public V2Message result(Stay stay) {
        var at = at(stay, 3);
        var control = control(stay, 3);
        var value = 110 + stay.index() % 60;
        return new V2Message(
                control,
                "ORU^R01",
                header("ORU^R01^ORU_R01", control, at)
                        + pid(stay, true)
                        + pv1(stay, "I|WARD1^101^1", 3)
                        + "OBR|1|P" + stay.filler() + "|" + stay.filler() + "^LAB|24320-4^Basic metabolic panel^LN|||"
                        + at
                        + "|||||||||1234567893^Lee^Ann^^^^^^NPI||||||" + at + "||CH|F\r"
                        + "OBX|1|NM|2345-7^Glucose^LN||" + value + "|mg/dL^mg/dL^UCUM|70-99|H|||F|||" + at + "\r"
                        + "OBX|2|NM|2160-0^Creatinine^LN||0." + (6 + stay.index() % 4)
                        + "|mg/dL^mg/dL^UCUM|0.6-1.2|N|||F|||" + at + "\r"
                        + "OBX|3|NM|2951-2^Sodium^LN||" + (136 + stay.index() % 8)
                        + "|mmol/L^mmol/L^UCUM|136-145|N|||F|||" + at + "\r");
    }

    private V2Message adt(Stay stay, String event, int step, boolean hasMoved, String place) {
        var at = at(stay, step);
        var control = control(stay, step);
        return new V2Message(
                control,
                "ADT^" + event,
                header("ADT^" + event + "^ADT_" + structure(event), control, at)
                        + "EVN|" + event + "|" + at + "||||" + at + "\r"
                        + pid(stay, hasMoved)
                        + pv1(stay, place, step));
    }

    /** Messages that share a structure name the first one's, as table HL70354 has it. */
    private static String structure(String event) {
        return event.equals("A04") || event.equals("A08") ? "A01" : event;
    }

    private static String header(String type, String control, String at) {
        return "MSH|^~\\&|BENCH|BENCHHOSP|HUB|HIE|" + at + "||" + type + "|" + control
                + "|P|2.5.1|||AL|NE||UNICODE UTF-8\r";
    }

    private String pid(Stay stay, boolean hasMoved) {
        var person = Person.of(run, stay.index());
        return "PID|1||" + stay.mrn() + "^^^" + authority + "^MR||" + person.family() + "^" + person.given() + "||"
                + DAY.format(person.born()) + "|" + person.sex() + "|||"
                + (hasMoved ? person.nextStreet() : person.street()) + "^^" + person.town() + "^USA||^PRN^PH^^1^"
                + person.phone() + "\r";
    }

    private String pv1(Stay stay, String place, int step) {
        var discharged = step == 5 ? "|" + at(stay, 5) : "";
        return "PV1|1|" + place + "||||1234567893^Lee^Ann^^^^^^NPI||||||||||||" + stay.visit() + "^^^" + authority
                + "^VN|||||||||||||||||||||||||" + at(stay, 1) + discharged + "\r";
    }

    private String at(Stay stay, int step) {
        return TIME.format(start.plusSeconds(stay.index()).plus(Duration.ofHours(step))) + "+0000";
    }

    private String control(Stay stay, int step) {
        return run + "-" + stay.index() + "-" + step;
    }
}
