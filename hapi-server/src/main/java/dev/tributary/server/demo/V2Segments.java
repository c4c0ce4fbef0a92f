package dev.tributary.server.demo;

import static dev.tributary.server.demo.Segment.escape;
import static dev.tributary.server.demo.V2Message.timestamp;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The segments that hospital and laboratory share. */
final class V2Segments {

    private V2Segments() {}

    static Segment evn(LocalDateTime at) {
        return Segment.of("EVN").set(2, timestamp(at));
    }

    /** PID-3 is given, because every sender knows other numbers. */
    static Segment pid(Person person, String identifiers) {
        var address = person.address();
        return Segment.of("PID")
                .set(1, "1")
                .set(3, identifiers)
                .set(5, escape(person.family()) + "^" + escape(person.given()) + "^^^^^L")
                .set(7, DateTimeFormatter.BASIC_ISO_DATE.format(person.born()))
                .set(8, person.sex())
                .set(11, escape(address.street()) + "^^" + escape(address.city()) + "^VT^" + address.zip() + "^USA^H")
                .set(
                        13,
                        "^PRN^PH^^^" + address.phone().substring(0, 3) + "^"
                                + address.phone().substring(3))
                .set(15, person.language() + "^^ISO639");
    }

    static String cx(String value, String authority, String type) {
        return value + "^^^" + authority + "^" + type;
    }

    /** The national number. */
    static String ssn(Person person) {
        return cx(person.ssn(), "USSSA", "SS");
    }

    /** ORC, OBR and one OBX per value, final. */
    static List<Segment> results(Order order, List<Measurement> values) {
        var first = values.get(0);
        var panel = first.panelCode() + "^" + escape(first.panelName()) + "^LN";
        var segments = new ArrayList<Segment>();
        segments.add(Segment.of("ORC")
                .set(1, "RE")
                .set(2, order.placer())
                .set(3, order.filler())
                .set(5, "CM"));
        segments.add(Segment.of("OBR")
                .set(1, "1")
                .set(2, order.placer())
                .set(3, order.filler())
                .set(4, panel)
                .set(7, timestamp(order.taken()))
                .set(16, order.provider())
                .set(22, timestamp(order.reported()))
                .set(24, order.section())
                .set(25, "F"));
        for (var value : values) {
            segments.add(obx(segments.size() - 1, value, order.taken()));
        }
        return segments;
    }

    /** What was ordered, under which numbers, and when. */
    record Order(
            String placer,
            String filler,
            String provider,
            String section,
            LocalDateTime taken,
            LocalDateTime reported) {}

    static Segment nte(String text) {
        return Segment.of("NTE").set(1, "1").set(2, "L").set(3, escape(text));
    }

    private static Segment obx(int setId, Measurement value, LocalDateTime taken) {
        return Segment.of("OBX")
                .set(1, Integer.toString(setId))
                .set(2, "NM")
                .set(3, value.code() + "^" + escape(value.name()) + "^LN")
                .set(5, value.value().toPlainString())
                .set(6, escape(value.unit()) + "^^UCUM")
                .set(7, value.range())
                .set(8, value.flag())
                .set(11, "F")
                .set(14, timestamp(taken));
    }
}
