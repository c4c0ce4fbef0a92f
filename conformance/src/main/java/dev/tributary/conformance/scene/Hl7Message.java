package dev.tributary.conformance.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * An HL7 v2 message under construction, in ER7 with {@code \r} between segments.
 *
 * @param controlId MSH-10
 * @param segments all segments, MSH first
 */
public record Hl7Message(String controlId, List<String> segments) {

    public String text() {
        return String.join("\r", segments) + "\r";
    }

    public Hl7Message with(String segment) {
        List<String> all = new ArrayList<>(segments);
        all.add(segment);
        return new Hl7Message(controlId, all);
    }

    /** A person as HL7 v2 has it. */
    public record Person(String pid3, String family, String given, String birthDate) {

        String pid() {
            return "PID|1||" + pid3 + "||" + family + "^" + given + "||" + birthDate.replace("-", "")
                    + "|O|||1 River Road^^Springfield^^01101^US";
        }
    }

    /** Writes the messages of one visit of one person. */
    public static final class Visit {
        private final Supplier<UUID> ids;
        private final Person person;
        private final String number;

        public Visit(Supplier<UUID> ids, Person person, String number) {
            this.ids = ids;
            this.person = person;
            this.number = number;
        }

        public String number() {
            return number;
        }

        /** An ADT of this trigger that happened at this time (yyyyMMddHHmmss, UTC), in this ward. */
        public Hl7Message adt(String trigger, String at, String ward, String discharged) {
            String structure = trigger.equals("A03") ? "ADT_A03" : trigger.equals("A02") ? "ADT_A02" : "ADT_A01";
            Hl7Message message = header(ids, "ADT^" + trigger + "^" + structure, at);
            String pv1 = "PV1|1|I|" + ward + "^101^1" + "|".repeat(16) + number;
            return message.with("EVN|" + trigger + "|" + at + "+0000||||" + at + "+0000")
                    .with(person.pid())
                    .with(pv1 + "|".repeat(25) + "20240301080000+0000|" + discharged);
        }
    }

    /** MSH with a fresh control id; the application names no real system. */
    public static Hl7Message header(Supplier<UUID> ids, String type, String at) {
        String controlId = Samples.unique(ids);
        String msh = "MSH|^~\\&|CONFORMANCE|KIT|HUB|HUB|" + at + "+0000||" + type + "|" + controlId
                + "|P|2.5.1||||||UNICODE UTF-8";
        return new Hl7Message(controlId, List.of(msh));
    }

    /** An A40: the patient of MRG-1 is the same person as the one of PID. */
    public static Hl7Message merge(Supplier<UUID> ids, Person survivor, String retired, String at) {
        return header(ids, "ADT^A40^ADT_A39", at)
                .with("EVN|A40|" + at + "+0000")
                .with(survivor.pid())
                .with("MRG|" + retired);
    }

    /** An A31: the person's data have changed. */
    public static Hl7Message personUpdate(Supplier<UUID> ids, Person person, String at) {
        return header(ids, "ADT^A31^ADT_A05", at)
                .with("EVN|A31|" + at + "+0000")
                .with(person.pid())
                .with("PV1|1|N");
    }

    /** An ORU_R01 with one numeric result. */
    public static Hl7Message result(
            Supplier<UUID> ids, Person person, String filler, String value, String status, String at) {
        return header(ids, "ORU^R01^ORU_R01", at)
                .with(person.pid())
                .with("OBR|1||" + filler + "^KITLAB|2345-7^Glucose^LN|||20240301090000+0000" + "|".repeat(15) + at
                        + "+0000|||" + status)
                .with("OBX|1|NM|2345-7^Glucose^LN||" + value + "|mg/dL|70-105||||" + status + "|||20240301090000+0000");
    }
}
