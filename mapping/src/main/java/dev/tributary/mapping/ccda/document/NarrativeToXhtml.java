package dev.tributary.mapping.ccda.document;

import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#narrative-text">Narrative of a section</a> as the XHTML that FHIR allows. */
public final class NarrativeToXhtml {

    private static final Map<String, String> TAGS = Map.ofEntries(
            Map.entry("paragraph", "p"),
            Map.entry("content", "span"),
            Map.entry("list", "ul"),
            Map.entry("item", "li"),
            Map.entry("linkHtml", "a"),
            Map.entry("footnote", "span"),
            Map.entry("footnoteRef", "span"),
            Map.entry("renderMultiMedia", "span"));
    private static final Set<String> SAME = Set.of(
            "br", "sub", "sup", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col");
    private static final Set<String> INSIDE_TABLE = Set.of("table", "thead", "tbody", "tfoot", "tr", "colgroup");

    private NarrativeToXhtml() {}

    /** Null if the section has no words. */
    public static @Nullable Narrative map(CdaElement text) {
        var div = new XhtmlNode(NodeType.Element, "div");
        div.attribute("xmlns", "http://www.w3.org/1999/xhtml");
        addChildren(div, text);
        if (div.allText().isBlank()) {
            return null;
        }
        var narrative = new Narrative();
        narrative.setStatus(NarrativeStatus.ADDITIONAL);
        narrative.setDiv(div);
        return narrative;
    }

    private static void addChildren(XhtmlNode into, CdaElement element) {
        for (var child : element.children()) {
            if (child.name().equals(CdaElement.TEXT)) {
                if (!INSIDE_TABLE.contains(into.getName()) || !child.ownText().isBlank()) {
                    into.addText(printable(child.ownText()));
                }
            } else {
                add(into, child);
            }
        }
    }

    private static void add(XhtmlNode into, CdaElement element) {
        var tag = tag(into, element);
        var node = into.addTag(tag);
        for (var attribute : new String[] {"colspan", "rowspan"}) {
            var value = element.attribute(attribute);
            if (value != null && (tag.equals("td") || tag.equals("th"))) {
                node.attribute(attribute, value);
            }
        }
        var target = element.attribute("href");
        if (tag.equals("a") && target != null && target.startsWith("http")) {
            node.attribute("href", target);
        }
        if (!tag.equals("br") && !tag.equals("col")) {
            addChildren(node, element);
        }
    }

    private static String tag(XhtmlNode into, CdaElement element) {
        var name = element.name();
        if (name.equals("list") && element.has("listType", "ordered")) {
            return "ol";
        }
        if (name.equals("caption")) {
            return into.getName().equals("table") ? "caption" : into.getName().equals("ul") ? "li" : "b";
        }
        return SAME.contains(name) ? name : TAGS.getOrDefault(name, "span");
    }

    private static String printable(String words) {
        var clean = new StringBuilder(words.length());
        words.codePoints()
                .filter(point -> point >= 32 || point == '\n' || point == '\t')
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
