package dev.tributary.server;

import java.util.UUID;

/**
 * A person in the hospital, as its messages tell it. All made up.
 *
 * @param mrn the hospital's number of the person
 * @param ssn national number; empty if nobody has asked for it
 * @param visit the hospital's number of the visit
 */
public record Stay(String mrn, String ssn, String family, String visit) {

    public static final String MRN = "https://hospital.example/mrn";
    public static final String VISIT = "https://hospital.example/visit";
    public static final String SSN = "http://hl7.org/fhir/sid/us-ssn";

    /** Somebody whom nobody has heard of. */
    public static Stay ofSomebody() {
        return new Stay("M" + unique(), newSsn(), "Q" + uniqueLetters(), "V" + unique());
    }

    public static String unique() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /** For names: none is like another, or who has no national number would rightly be taken for somebody else. */
    public static String uniqueLetters() {
        return unique().chars()
                .map(each -> Character.isDigit(each) ? each - '0' + 'g' : each)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** A national number that nobody has. */
    public static String newSsn() {
        var bits = UUID.randomUUID().getMostSignificantBits() >>> 4;
        return "%03d%02d%04d".formatted(100 + bits % 565, 1 + bits / 565 % 99, 1 + bits / 55_935 % 9999);
    }

    public Stay under(String otherMrn) {
        return new Stay(otherMrn, ssn, family, visit);
    }

    public Stay named(String otherFamily) {
        return new Stay(mrn, ssn, otherFamily, visit);
    }

    public Stay withSsn(String other) {
        return new Stay(mrn, other, family, visit);
    }

    public Stay withVisit(String other) {
        return new Stay(mrn, ssn, family, other);
    }

    /** An ADT about a patient who is there, at this time (yyyyMMddHHmm), in this ward. */
    public V2 adt(String event, String at, String ward) {
        return V2.of("HOSP", "ADT^" + event, at, "EVN|" + event + "|" + at, pid(), pv1(ward, "", ""));
    }

    /** The same with another attending physician: news for an A08. */
    public V2 attendedBy(String physician, String event, String at, String ward) {
        return V2.of("HOSP", "ADT^" + event, at, "EVN|" + event + "|" + at, pid(), pv1(ward, physician, ""));
    }

    /** An A03. */
    public V2 discharge(String at, String ward) {
        return V2.of("HOSP", "ADT^A03", at, "EVN|A03|" + at, pid(), pv1(ward, "", at));
    }

    /** An A31 with this mobile number. */
    public V2 update(String at, String phone) {
        return V2.of(
                "HOSP",
                "ADT^A31",
                at,
                "EVN|A31|" + at,
                pid() + "||^PRN^PH^^^" + phone.substring(0, 3) + "^" + phone.substring(3),
                "PV1|1|N");
    }

    /** An A40: the other number turns out to be this person's. */
    public V2 merge(String at, String retired) {
        return V2.of("HOSP", "ADT^A40", at, "EVN|A40|" + at, pid(), "MRG|" + retired + "^^^HOSP^MR");
    }

    /** An ORU with one value; status F or C. */
    public V2 result(String at, String filler, String value, String status) {
        return V2.of(
                "HOSP",
                "ORU^R01",
                at,
                pid(),
                pv1("WEST", "", ""),
                "OBR|1||" + filler + "^HOSP|2345-7^Glucose^LN|||" + at + "|".repeat(15) + at + "|||" + status,
                "OBX|1|NM|2345-7^Glucose^LN||" + value + "|mg/dL^^UCUM|70-105||||" + status + "|||" + at);
    }

    public String pid() {
        var national = ssn.isEmpty() ? "" : "~" + ssn + "^^^USSSA^SS";
        // Who has another's birth date besides the given name may live in no place like hers: she might have married.
        var street = capitalised(family.substring(1, 7));
        var town = capitalised(family.substring(2));
        var own = family.hashCode() & 0x7fffffff;
        var birthDate = "19%02d%02d%02d".formatted(30 + own % 60, 1 + own / 60 % 12, 1 + own / 720 % 28);
        return "PID|1||" + mrn + "^^^HOSP^MR" + national + "||" + family + "^Ada||" + birthDate + "|F|||" + own % 9000
                + " " + street + " Lane^^" + town + "^VT^" + (10_000 + own % 89_999);
    }

    private static String capitalised(String letters) {
        return Character.toUpperCase(letters.charAt(0)) + letters.substring(1);
    }

    private String pv1(String ward, String physician, String end) {
        return "PV1|1|I|" + ward + "^1^1||||" + physician + "|".repeat(12) + visit + "^^^HOSPVN^VN" + "|".repeat(25)
                + "202401010800|" + end;
    }
}
