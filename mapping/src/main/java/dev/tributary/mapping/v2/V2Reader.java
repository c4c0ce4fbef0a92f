package dev.tributary.mapping.v2;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.PatientKey;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import dev.tributary.mapping.v2.message.MessageMaps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/">HL7 v2</a> in ER7 encoding. Never throws: what cannot be read is
 * {@link Reading.Unreadable} with a place and a reason.
 */
public final class V2Reader {

    private static final byte[] MSH = {'M', 'S', 'H'};
    private static final int HEADER_LIMIT = 64;

    /** A resource comes of each, and all of one message are stored together: what would not fit into the memory is refused. */
    static final int MOST_SEGMENTS =
            (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 58_000);

    private static final int SHORTEST_SEGMENT = 4;

    /** Fields, components and repetitions are objects before any map looks at them, repetitions mostly elements after it. */
    static final long MOST_PARTS = Runtime.getRuntime().maxMemory() / 800;

    static final long MOST_REPETITIONS = Runtime.getRuntime().maxMemory() / 20_000;

    /** No segment of HL7 has a hundred; each that no map knows is an issue of its own. */
    private static final int MOST_FIELDS = 5_000;

    /** MSH and its four encoding characters, which a longer header does not make clearer. */
    private static final int LONGEST_HEADER = 8_192;

    private V2Reader() {}

    /** Bytes before MSH (frame bytes, a byte order mark, blank lines) are skipped. */
    public static Reading read(byte[] raw, SourceProfile profile) {
        var start = start(raw);
        if (start < 0) {
            return new Reading.Unreadable(
                    V2Header.unknown(),
                    List.of(Issue.error("structure", "MSH", "No MSH segment: this is not a message of HL7 v2.")));
        }
        var bytes = new String(raw, start, raw.length - start, StandardCharsets.ISO_8859_1);
        var declared = declaredCharset(bytes);
        var charset = Charsets.of(declared, profile);
        var named = charset == null ? profile.charset() : charset;
        var actual = Charsets.reading(raw, start, named);
        var text = new String(raw, start, raw.length - start, actual);
        if (text.length() > MOST_REPETITIONS && hasTooManyParts(text)) {
            return tooLong(
                    text, profile, MOST_PARTS + " fields and components or " + MOST_REPETITIONS + " repetitions");
        }
        if (text.length() / SHORTEST_SEGMENT > MOST_SEGMENTS && segments(text) > MOST_SEGMENTS) {
            return tooLong(text, profile, MOST_SEGMENTS + " segments");
        }
        var message = V2Message.parse(text);
        if (message.segments().isEmpty() || !message.segments().get(0).name().equals("MSH")) {
            return new Reading.Unreadable(
                    V2Header.unknown(), List.of(Issue.error("structure", "MSH", "The MSH segment cannot be read.")));
        }
        var header = header(message, profile, actual.equals(named) ? "" : actual.name());
        var issues = new ArrayList<Issue>();
        checkHeader(header, issues);
        checkSender(message.segments().get(0), profile, issues);
        checkSegments(message, header, issues);
        return issues.isEmpty() ? new Reading.Readable(message, header) : new Reading.Unreadable(header, issues);
    }

    /** Without what is left of a document that its sender broke into lines, and without notes, of which no resource comes. */
    private static long segments(String text) {
        var separator = text.charAt(MSH.length);
        return text.lines()
                .filter(line ->
                        line.length() > MSH.length && line.charAt(MSH.length) == separator && !line.startsWith("NTE"))
                .count();
    }

    private static boolean hasTooManyParts(String text) {
        var encoding = text.substring(MSH.length, MSH.length + 5);
        long parts = 0;
        long repetitions = 0;
        var fields = 0;
        for (var i = 0; i < text.length(); i++) {
            var each = text.charAt(i);
            if (each == '\r' || each == '\n') {
                fields = 0;
            } else if (each == encoding.charAt(0) && ++fields > MOST_FIELDS) {
                return true;
            }
            if (each == encoding.charAt(2)) {
                repetitions++;
            } else if (encoding.indexOf(each) >= 0) {
                parts++;
            }
        }
        return repetitions > MOST_REPETITIONS || parts > MOST_PARTS;
    }

    private static Reading tooLong(String text, SourceProfile profile, String most) {
        var line = text.substring(0, Math.min(text.length(), LONGEST_HEADER))
                .lines()
                .findFirst();
        var first = V2Message.parse(line.orElse(""));
        var header = first.segments().isEmpty() ? V2Header.unknown() : header(first, profile, "");
        return new Reading.Unreadable(
                header,
                List.of(
                        Issue.error(
                                "too-long",
                                "message",
                                "The message has more than " + most
                                        + ", which do not fit into this hub's memory. Send it in several messages, or give the hub more (HUB_JAVA_OPTS=-Xmx2g).")));
    }

    private static int start(byte[] raw) {
        for (var i = 0; i + MSH.length < raw.length && i < HEADER_LIMIT; i++) {
            if (raw[i] == MSH[0] && raw[i + 1] == MSH[1] && raw[i + 2] == MSH[2]) {
                return i;
            }
        }
        return -1;
    }

    private static String declaredCharset(String bytes) {
        var end = 0;
        while (end < bytes.length() && end < LONGEST_HEADER && bytes.charAt(end) != '\r' && bytes.charAt(end) != '\n') {
            end++;
        }
        var header = V2Message.parse(bytes.substring(0, end));
        return header.segments().isEmpty() ? "" : text(header.segments().get(0), 18, 1);
    }

    private static V2Header header(V2Message message, SourceProfile profile, String readAs) {
        var msh = message.segments().get(0);
        var structure = text(msh, 9, 3);
        var controlId = text(msh, 10, 1);
        return new V2Header(
                message.delimiters(),
                msh.raw(3).strip(),
                msh.raw(4).strip(),
                msh.raw(5).strip(),
                msh.raw(6).strip(),
                text(msh, 7, 1),
                text(msh, 9, 1),
                triggerEvent(message, msh, structure),
                structure,
                controlId,
                msh.raw(11).strip(),
                text(msh, 12, 1),
                text(msh, 15, 1),
                text(msh, 16, 1),
                text(msh, 18, 1),
                readAs,
                occurred(message, msh, profile),
                laneKey(message, controlId, profile));
    }

    /** MSH-9.2, else the end of MSH-9.3 ({@code ORU_R01}), else EVN-1, which senders of v2.2 rely on. */
    private static String triggerEvent(V2Message message, V2Segment msh, String structure) {
        var event = text(msh, 9, 2);
        if (!event.isEmpty()) {
            return event;
        }
        var underscore = structure.indexOf('_');
        if (underscore >= 0) {
            return structure.substring(underscore + 1);
        }
        return message.first("EVN").map(evn -> text(evn, 1, 1)).orElse("");
    }

    private static @Nullable Instant occurred(V2Message message, V2Segment msh, SourceProfile profile) {
        var recorded = message.first("EVN").map(evn -> text(evn, 2, 1)).orElse("");
        var time = TsToDateTime.toInstant(recorded, profile.zone());
        return time == null ? TsToDateTime.toInstant(text(msh, 7, 1), profile.zone()) : time;
    }

    private static String laneKey(V2Message message, String controlId, SourceProfile profile) {
        var pid = message.first("PID").orElse(null);
        var key = pid == null ? null : PatientKey.of(pid, profile);
        return key == null ? controlId : key;
    }

    private static void checkHeader(V2Header header, List<Issue> issues) {
        if (header.messageCode().isEmpty()) {
            issues.add(Issue.error("required", "MSH-9", "No message type: nobody can say what this message is."));
        }
        if (header.controlId().isEmpty()) {
            issues.add(Issue.error("required", "MSH-10", "No message control id: the message cannot be acknowledged."));
        }
    }

    private static void checkSender(V2Segment msh, SourceProfile profile, List<Issue> issues) {
        checkSender(msh, 3, "sending application", profile.sendingApplications(), issues);
        checkSender(msh, 4, "sending facility", profile.sendingFacilities(), issues);
    }

    private static void checkSender(V2Segment msh, int field, String name, Set<String> accepted, List<Issue> issues) {
        if (!accepted.isEmpty() && !accepted.contains(text(msh, field, 1))) {
            issues.add(
                    Issue.error(
                            "security",
                            "MSH-" + field,
                            "This " + name
                                    + " is not accepted from this source. Add it to the source's configuration if it should be."));
        }
    }

    private static void checkSegments(V2Message message, V2Header header, List<Issue> issues) {
        var trigger = header.trigger();
        for (var needed : MessageMaps.needs(trigger)) {
            if (!message.has(needed)) {
                issues.add(Issue.error("structure", needed, "No " + needed + " segment, which " + trigger + " needs."));
            }
        }
    }

    private static String text(V2Segment segment, int field, int component) {
        V2Value value = segment.value(field);
        var text = value == null ? null : value.component(component);
        return text == null ? "" : text;
    }
}
