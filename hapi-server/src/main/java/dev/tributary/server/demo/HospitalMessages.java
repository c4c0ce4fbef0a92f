package dev.tributary.server.demo;

import static dev.tributary.server.demo.Segment.escape;
import static dev.tributary.server.demo.V2Message.timestamp;
import static dev.tributary.server.demo.V2Segments.cx;

import dev.tributary.server.demo.V2Message.Sender;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of the hospital: ADT and its own vital signs. Control ids start with the day and count up. */
final class HospitalMessages {

    static final String AUTHORITY = "HOSP";

    private static final String VISIT_AUTHORITY = "HOSPVN";

    private static final String ATTENDING = "1730155^Okafor^Ngozi^^^Dr";

    private static final Sender SENDER = new Sender("ADT", "HOSP");

    /** MSH-9.3 where it is not the structure that the event is named after. */
    private static final Map<String, String> STRUCTURES =
            Map.of("A04", "A01", "A08", "A01", "A13", "A01", "A31", "A05", "A40", "A39");

    private final String prefix;
    private int count;

    HospitalMessages(LocalDate date) {
        this.prefix = "H" + DateTimeFormatter.BASIC_ISO_DATE.format(date) + "-";
    }

    /**
     * A visit as the hospital sees it at one moment.
     *
     * @param patient the number the hospital uses for the person, which may be a temporary one
     * @param discharged null while the patient is there
     */
    record Visit(
            Person person,
            String patient,
            String number,
            String patientClass,
            String location,
            String previousLocation,
            LocalDateTime admitted,
            @Nullable LocalDateTime discharged) {

        Visit in(String newClass, String newLocation) {
            return new Visit(person, patient, number, newClass, newLocation, location, admitted, discharged);
        }

        Visit discharged(@Nullable LocalDateTime at) {
            return new Visit(person, patient, number, patientClass, location, "", admitted, at);
        }

        Visit under(String otherPatient) {
            return new Visit(person, otherPatient, number, patientClass, location, "", admitted, discharged);
        }

        boolean temporary() {
            return !patient.equals(person.mrn());
        }
    }

    /** A04, A01, A08: everything that is known about person and visit. */
    String full(String event, Visit visit, LocalDateTime at) {
        var message = start(event, at)
                .add(pid(visit))
                .add(Segment.of("NK1")
                        .set(1, "1")
                        .set(2, escape(visit.person().family()) + "^Robin")
                        .set(3, "SPO^Spouse^HL70063"))
                .add(pv1(visit));
        var condition = visit.person().condition();
        if (condition.allergy().present()) {
            message.add(Segment.of("AL1")
                    .set(1, "1")
                    .set(2, "DA")
                    .set(
                            3,
                            condition.allergy().code() + "^"
                                    + escape(condition.allergy().display()) + "^SCT")
                    .set(4, "MO")
                    .set(5, condition.reaction()));
        }
        return message.add(Segment.of("DG1")
                        .set(1, "1")
                        .set(
                                3,
                                condition.icd10().code() + "^"
                                        + escape(condition.icd10().display()) + "^I10")
                        .set(5, timestamp(visit.admitted()))
                        .set(6, event.equals("A04") ? "W" : "A"))
                .text();
    }

    /** A02, A03, A13: what changed of the visit. */
    String movement(String event, Visit visit, LocalDateTime at) {
        return start(event, at).add(pid(visit)).add(pv1(visit)).text();
    }

    /** A31. */
    String update(Person person, LocalDateTime at) {
        return start("A31", at)
                .add(V2Segments.pid(person, identifiers(person)))
                .add(Segment.of("PV1").set(1, "1").set(2, "N"))
                .text();
    }

    /** A40: {@code retired} turns out to be the person; empty leaves MRG-1 empty, which nobody can apply. */
    String merge(Person person, String retired, LocalDateTime at) {
        return start("A40", at)
                .add(V2Segments.pid(person, identifiers(person)))
                .add(Segment.of("MRG")
                        .set(1, retired.isEmpty() ? "" : cx(retired, AUTHORITY, "MR"))
                        .set(7, "Merged by registration"))
                .text();
    }

    /** ORU^R01 with a panel measured on the ward. */
    String results(Visit visit, List<Measurement> values, String filler, LocalDateTime at) {
        var order = new V2Segments.Order("", filler + "^" + AUTHORITY, ATTENDING, "NRS", at.minusMinutes(10), at);
        return message("ORU^R01^ORU_R01", at)
                .add(pid(visit))
                .add(pv1(visit))
                .addAll(V2Segments.results(order, values))
                .text();
    }

    /** What is left of a message when the line breaks: the header ends before MSH-9. */
    String torn(LocalDateTime at) {
        return "MSH|^~\\&|ADT|HOSP|HUB|TRIBUTARY|" + timestamp(at) + "\rPID|1||M1";
    }

    private V2Message start(String event, LocalDateTime at) {
        return message("ADT^" + event + "^ADT_" + STRUCTURES.getOrDefault(event, event), at)
                .add(V2Segments.evn(at));
    }

    private V2Message message(String type, LocalDateTime at) {
        count++;
        return new V2Message(SENDER, type, prefix + "%04d".formatted(count), at);
    }

    private static Segment pid(Visit visit) {
        var identifiers = visit.temporary()
                ? cx(visit.patient(), AUTHORITY, "MR") // nobody has asked for the papers yet
                : identifiers(visit.person());
        return V2Segments.pid(visit.person(), identifiers).set(18, cx("A" + visit.number(), "", "AN"));
    }

    private static String identifiers(Person person) {
        return cx(person.mrn(), AUTHORITY, "MR") + "~" + V2Segments.ssn(person);
    }

    private static Segment pv1(Visit visit) {
        var segment = Segment.of("PV1")
                .set(1, "1")
                .set(2, visit.patientClass())
                .set(3, visit.location() + "^" + AUTHORITY)
                .set(7, ATTENDING)
                .set(10, visit.patientClass().equals("I") ? "MED" : "EMR")
                .set(19, cx(visit.number(), VISIT_AUTHORITY, "VN"))
                .set(44, timestamp(visit.admitted()));
        if (!visit.previousLocation().isEmpty()) {
            segment.set(6, visit.previousLocation() + "^" + AUTHORITY);
        }
        var discharged = visit.discharged();
        return discharged == null ? segment : segment.set(36, "01").set(45, timestamp(discharged));
    }
}
