package dev.tributary.mapping.v2.er7;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * One message of HL7 v2 in ER7 encoding: its segments in the order they came, whether HL7 allows that order or not.
 *
 * @param delimiters as declared in the message
 * @param segments never empty, the first is MSH
 */
public record V2Message(Delimiters delimiters, List<V2Segment> segments) {

    public V2Message {
        segments = List.copyOf(segments);
    }

    /**
     * Splits text that starts with MSH. Segments end with CR, LF or both; blank lines, frame bytes and lines that no segment could
     * begin are left out.
     */
    public static V2Message parse(String text) {
        var delimiters = Delimiters.of(text);
        var segments = new ArrayList<V2Segment>();
        var occurrences = new HashMap<String, Integer>();
        for (var line : lines(text)) {
            if (isSegment(line, delimiters)) {
                var name = line.substring(0, 3);
                segments.add(new V2Segment(name, occurrences.merge(name, 1, Integer::sum), line, delimiters));
            }
        }
        return new V2Message(delimiters, segments);
    }

    public Optional<V2Segment> first(String name) {
        return segments.stream().filter(segment -> segment.name().equals(name)).findFirst();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /**
     * The same with its one PID directly behind MSH and EVN: what belongs to a patient is found behind him, wherever the sender put him.
     * Messages with several PID or none stay as they are, for what stands where tells whose it is.
     */
    public V2Message withPatientFirst() {
        var patients = segments.stream()
                .filter(segment -> segment.name().equals("PID"))
                .toList();
        var isSecond = segments.size() > 1 && segments.get(1).name().equals("EVN");
        var place = isSecond ? 2 : 1;
        if (patients.size() != 1 || segments.indexOf(patients.get(0)) <= place) {
            return this;
        }
        var ordered = new ArrayList<>(segments);
        ordered.remove(patients.get(0));
        ordered.add(place, patients.get(0));
        return new V2Message(delimiters, ordered);
    }

    private static List<String> lines(String text) {
        var lines = new ArrayList<String>();
        var start = 0;
        for (var i = 0; i <= text.length(); i++) {
            if (i == text.length() || isLineEnd(text.charAt(i))) {
                if (i > start) {
                    lines.add(text.substring(start, i).strip());
                }
                start = i + 1;
            }
        }
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return c == '\r' || c == '\n' || c == 0x0B || c == 0x1C;
    }

    private static boolean isSegment(String line, Delimiters delimiters) {
        if (line.length() < 3 || line.length() > 3 && line.charAt(3) != delimiters.field()) {
            return false;
        }
        for (var i = 0; i < 3; i++) {
            var c = line.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
