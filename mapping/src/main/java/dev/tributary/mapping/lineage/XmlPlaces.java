package dev.tributary.mapping.lineage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Attributes and texts of a <a href="https://hl7.org/cda/us/ccda/">C-CDA</a> document, named by XPath:
 * {@code /ClinicalDocument/recordTarget/patientRole/id[2]/@extension}. The narrative of a section is one place.
 *
 * <p>What says only how the document is built is no place: templates, class and mood codes, namespaces. Documents in UTF-16 have none.
 */
public final class XmlPlaces implements PlaceReader {

    private static final Set<String> FRAME_ATTRIBUTES = Set.of(
            "classCode",
            "moodCode",
            "typeCode",
            "determinerCode",
            "contextConductionInd",
            "contextControlCode",
            "inversionInd",
            "independentInd",
            "ID");
    private static final Set<String> FRAME_ELEMENTS = Set.of("templateId", "typeId", "realmCode");
    private static final Pattern GROUP = Pattern.compile("/[^/]+/(component(\\[\\d+])?/"
            + "(structuredBody/component(\\[\\d+])?/)?section(/entry(\\[\\d+])?)?|[^/]+)");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:.-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

    @Override
    public List<Place> places(byte[] input) {
        var scan = new Scan(new String(input, StandardCharsets.ISO_8859_1), input);
        return scan.run();
    }

    @Override
    public byte[] reworded(byte[] input) {
        var text = new String(input, StandardCharsets.ISO_8859_1);
        return (text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** An entry, what else a section says, or a part of the header. */
    @Override
    public String group(Place place) {
        var group = GROUP.matcher(place.path());
        return group.lookingAt() ? group.group() : "";
    }

    /** An open element: its place among those of its name is known only when its parent has ended. */
    private static final class Open {
        final String name;
        final @Nullable Open parent;
        final int number;
        final boolean isFrame;
        final Map<String, Integer> children = new HashMap<>();

        Open(String name, @Nullable Open parent, boolean isFrame) {
            this.name = name;
            this.parent = parent;
            this.number = parent == null ? 1 : parent.children.merge(name, 1, Integer::sum);
            this.isFrame = isFrame;
        }

        String path() {
            if (parent == null) {
                return "";
            }
            var isOnly = parent.children.getOrDefault(name, 1) == 1;
            return parent.path() + "/" + name + (isOnly ? "" : "[" + number + "]");
        }
    }

    private record Found(Open element, String step, int start, int end) {}

    /** One pass over a document that its reader has accepted; on anything else it finds less, and never throws. */
    private static final class Scan {

        private final String text;
        private final byte[] bytes;
        private final Deque<Open> open = new ArrayDeque<>();
        private final List<Found> found = new ArrayList<>();

        Scan(String text, byte[] bytes) {
            this.text = text;
            this.bytes = bytes;
            open.push(new Open("", null, false));
        }

        List<Place> run() {
            var at = 0;
            while (at < text.length()) {
                var tag = text.indexOf('<', at);
                if (tag < 0) {
                    break;
                }
                addText(at, tag);
                at = tag(tag);
            }
            var places = new ArrayList<Place>();
            for (var each : found) {
                var value = new String(bytes, each.start(), each.end() - each.start(), StandardCharsets.UTF_8);
                places.add(new Place(each.element().path() + each.step(), value, each.start(), each.end()));
            }
            return places;
        }

        /** Where to go on. */
        private int tag(int start) {
            if (text.startsWith("<!--", start)) {
                return after("-->", start);
            }
            if (text.startsWith("<![CDATA[", start)) {
                return after("]]>", start);
            }
            if (text.startsWith("<?", start) || text.startsWith("<!", start)) {
                return after(">", start);
            }
            var end = endOfTag(start);
            if (text.startsWith("</", start)) {
                if (open.size() > 1) {
                    open.pop();
                }
                return end;
            }
            element(start, end);
            return end;
        }

        private void element(int start, int end) {
            var nameEnd = start + 1;
            while (nameEnd < end && " \t\r\n/>".indexOf(text.charAt(nameEnd)) < 0) {
                nameEnd++;
            }
            var parent = open.element();
            var name = text.substring(start + 1, nameEnd);
            var isNarrative = isNarrative(parent);
            var element = new Open(name, parent, parent.isFrame || FRAME_ELEMENTS.contains(name));
            if (!element.isFrame && !isNarrative) {
                attributes(element, nameEnd, end);
            }
            if (end < 2 || text.charAt(end - 2) != '/') {
                open.push(element);
            }
        }

        private void attributes(Open element, int start, int end) {
            var attributes = ATTRIBUTE.matcher(text).region(start, end);
            while (attributes.find()) {
                var name = attributes.group(1);
                var group = attributes.group(2) == null ? 3 : 2;
                if (!FRAME_ATTRIBUTES.contains(name)
                        && !name.startsWith("xmlns")
                        && !name.startsWith("xsi:")
                        && !attributes.group(group).isBlank()) {
                    found.add(new Found(element, "/@" + name, attributes.start(group), attributes.end(group)));
                }
            }
        }

        private void addText(int start, int end) {
            var element = open.element();
            if (element.isFrame || text.substring(start, end).isBlank()) {
                return;
            }
            var narrative = narrative(element);
            if (narrative == null) {
                found.add(new Found(element, "", start, end));
            } else if (narrative.children.putIfAbsent("#seen", 1) == null) {
                found.add(new Found(narrative, "", start, end));
            }
        }

        private static boolean isNarrative(Open element) {
            return narrative(element) != null;
        }

        /** The text of the section that the element is in or is. */
        private static @Nullable Open narrative(Open element) {
            var each = element;
            var parent = each.parent;
            while (parent != null) {
                if (each.name.equals("text") && parent.name.equals("section")) {
                    return each;
                }
                each = parent;
                parent = each.parent;
            }
            return null;
        }

        private int after(String end, int start) {
            var at = text.indexOf(end, start);
            return at < 0 ? text.length() : at + end.length();
        }

        /** The character after the tag's {@code >}, which may also stand inside a quoted value. */
        private int endOfTag(int start) {
            var quote = '\0';
            for (var i = start; i < text.length(); i++) {
                var c = text.charAt(i);
                if (quote != '\0') {
                    quote = c == quote ? '\0' : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '>') {
                    return i + 1;
                }
            }
            return text.length();
        }
    }
}
