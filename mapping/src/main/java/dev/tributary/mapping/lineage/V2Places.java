package dev.tributary.mapping.lineage;

import dev.tributary.mapping.v2.er7.Delimiters;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Components of <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/">HL7 v2</a> in ER7 encoding, named as in issues:
 * {@code PID-7} for a field of one component, {@code PID-3[2].4} for a component, {@code PID-5.1.2} for a subcomponent. MSH-1 and MSH-2
 * are no places.
 */
public final class V2Places implements PlaceReader {

    private static final int HEADER_LIMIT = 64;
    private static final int NAME = 3;
    private static final Set<String> COMMON = Set.of("MSH", "EVN", "PID", "PD1", "PV1", "PV2", "MRG", "TXA", "SCH");

    @Override
    public List<Place> places(byte[] input) {
        // One character a byte, whatever the character set: delimiters are ASCII in all of them.
        var text = new String(input, StandardCharsets.ISO_8859_1);
        var begin = text.indexOf("MSH");
        if (begin < 0 || begin > HEADER_LIMIT) {
            return List.of();
        }
        return new Scan(input, text, Delimiters.of(text.substring(begin))).segments(begin);
    }

    @Override
    public byte[] reworded(byte[] input) {
        var longer = Arrays.copyOf(input, input.length + 1);
        longer[input.length] = '\r';
        return longer;
    }

    /** A segment by itself, but for those that say what the message is about. */
    @Override
    public String group(Place place) {
        return COMMON.contains(place.path().substring(0, NAME))
                ? ""
                : place.path().substring(0, place.path().indexOf('-'));
    }

    /** One pass over one message. */
    private static final class Scan {

        private final byte[] bytes;
        private final String text;
        private final Delimiters delimiters;
        private final Map<String, Integer> occurrences = new HashMap<>();
        private final List<Place> places = new ArrayList<>();

        Scan(byte[] bytes, String text, Delimiters delimiters) {
            this.bytes = bytes;
            this.text = text;
            this.delimiters = delimiters;
        }

        List<Place> segments(int begin) {
            var start = begin;
            for (var i = begin; i <= text.length(); i++) {
                if (i == text.length() || isLineEnd(text.charAt(i))) {
                    segment(start, i);
                    start = i + 1;
                }
            }
            return places;
        }

        private void segment(int lineStart, int end) {
            var start = lineStart;
            while (start < end && Character.isWhitespace(text.charAt(start))) {
                start++;
            }
            if (!isSegment(start, end)) {
                return;
            }
            var name = text.substring(start, start + NAME);
            var occurrence = occurrences.merge(name, 1, Integer::sum);
            var path = occurrence == 1 ? name : name + "[" + occurrence + "]";
            var isHeader = name.equals("MSH");
            var field = isHeader ? 1 : 0;
            for (var span : split(new Span(start, end), delimiters.field())) {
                if (field > (isHeader ? 2 : 0)) {
                    repetitions(path + "-" + field, span);
                }
                field++;
            }
        }

        private boolean isSegment(int start, int end) {
            if (end - start < NAME || end - start > NAME && text.charAt(start + NAME) != delimiters.field()) {
                return false;
            }
            for (var i = 0; i < NAME; i++) {
                var c = text.charAt(start + i);
                if (!(c >= 'A' && c <= 'Z' || i > 0 && c >= '0' && c <= '9')) {
                    return false;
                }
            }
            return true;
        }

        private void repetitions(String path, Span field) {
            var number = 1;
            for (var repetition : split(field, delimiters.repetition())) {
                components(number == 1 ? path : path + "[" + number + "]", repetition);
                number++;
            }
        }

        private void components(String path, Span repetition) {
            var components = split(repetition, delimiters.component());
            if (components.size() == 1) {
                subcomponents(path, components.get(0));
                return;
            }
            for (var i = 0; i < components.size(); i++) {
                subcomponents(path + "." + (i + 1), components.get(i));
            }
        }

        private void subcomponents(String path, Span component) {
            var parts = split(component, delimiters.subcomponent());
            for (var i = 0; i < parts.size(); i++) {
                var part = parts.get(i);
                if (!text.substring(part.start(), part.end()).isBlank()) {
                    var name = parts.size() == 1 ? path : path + "." + (i + 1);
                    places.add(new Place(name, value(part), part.start(), part.end()));
                }
            }
        }

        private String value(Span span) {
            var raw = ByteBuffer.wrap(bytes, span.start(), span.end() - span.start());
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(raw).toString();
            } catch (CharacterCodingException e) {
                return text.substring(span.start(), span.end());
            }
        }

        private List<Span> split(Span span, char delimiter) {
            var spans = new ArrayList<Span>();
            var start = span.start();
            for (var i = span.start(); i < span.end(); i++) {
                if (text.charAt(i) == delimiter) {
                    spans.add(new Span(start, i));
                    start = i + 1;
                }
            }
            spans.add(new Span(start, span.end()));
            return spans;
        }
    }

    private record Span(int start, int end) {}

    private static boolean isLineEnd(char c) {
        return c == '\r' || c == '\n' || c == 0x0B || c == 0x1C;
    }
}
