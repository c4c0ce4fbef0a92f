package dev.tributary.mapping.ccda.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An element of a CDA document. Names are local names of {@code urn:hl7-org:v3}; those of the US extensions start with {@code sdtc:}. Never
 * null: what is not there is {@link #isAbsent()}, has no attributes and no children, so paths need no checks on the way.
 */
public final class CdaElement {

    /** Name of the pieces of text between elements of a narrative. */
    public static final String TEXT = "#text";

    private static final CdaElement ABSENT = new CdaElement("", new String[0], null);

    private final String name;
    private final String[] attributes;
    private final @Nullable CdaElement parent;
    private final List<CdaElement> children = new ArrayList<>(4);
    private String text = "";

    /** @param attributes names and values in turn */
    CdaElement(String name, String[] attributes, @Nullable CdaElement parent) {
        this.name = name;
        this.attributes = attributes;
        this.parent = parent;
    }

    public static CdaElement absent() {
        return ABSENT;
    }

    public boolean isAbsent() {
        return this == ABSENT;
    }

    public boolean exists() {
        return this != ABSENT;
    }

    public String name() {
        return name;
    }

    public CdaElement parent() {
        return parent == null ? ABSENT : parent;
    }

    void add(CdaElement child) {
        children.add(child);
    }

    void setText(String text) {
        this.text = text;
    }

    /** Value of an attribute without surrounding blanks; null if absent or blank. */
    public @Nullable String attribute(String attribute) {
        for (var i = 0; i + 1 < attributes.length; i += 2) {
            if (attributes[i].equals(attribute)) {
                var value = attributes[i + 1].strip();
                return value.isEmpty() ? null : value;
            }
        }
        return null;
    }

    public boolean has(String attribute, String value) {
        return value.equals(attribute(attribute));
    }

    /** Why there is no value: {@code UNK}, {@code NI}; null if nothing is said. */
    public @Nullable String nullFlavor() {
        return attribute("nullFlavor");
    }

    /** {@code xsi:type} without a prefix; null if absent. */
    public @Nullable String type() {
        return attribute("xsi:type");
    }

    public List<CdaElement> children() {
        return children;
    }

    public List<CdaElement> children(String childName) {
        var found = new ArrayList<CdaElement>(2);
        for (var child : children) {
            if (child.name.equals(childName)) {
                found.add(child);
            }
        }
        return found;
    }

    /** The first child of that name. */
    public CdaElement child(String childName) {
        for (var child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return ABSENT;
    }

    /** The first element along a path of names. */
    public CdaElement at(String... path) {
        var element = this;
        for (var step : path) {
            element = element.child(step);
        }
        return element;
    }

    /** The only piece of a choice that is there. */
    public CdaElement firstOf(String... names) {
        for (var each : names) {
            var child = child(each);
            if (child.exists()) {
                return child;
            }
        }
        return ABSENT;
    }

    /** Own text, blanks at both ends removed. */
    public String ownText() {
        return text;
    }

    /** Own text; empty if blank. */
    public Optional<String> value() {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Whether one of its templateIds has this root. */
    public boolean hasTemplate(String root) {
        for (var child : children) {
            if (child.name.equals("templateId") && root.equals(child.attribute("root"))) {
                return true;
            }
        }
        return false;
    }

    /** Where it stands, as XPath: {@code ClinicalDocument/component/structuredBody/component[3]/section}. */
    public String path() {
        if (parent == null) {
            return name;
        }
        var before = 0;
        var same = 0;
        for (var sibling : parent.children) {
            if (sibling.name.equals(name)) {
                same++;
                if (sibling == this) {
                    before = same;
                }
            }
        }
        return parent.path() + "/" + name + (same > 1 ? "[" + before + "]" : "");
    }

    /** Whether it says anything: an attribute, a text or a child that does. */
    public boolean isEmpty() {
        return attributes.length == 0 && text.isEmpty() && children.isEmpty();
    }

    /** Everything below it in one line, for keys of content: names, attributes and texts but no narrative anchors. */
    public void fingerprint(StringBuilder into) {
        into.append('<').append(name);
        for (var i = 0; i + 1 < attributes.length; i += 2) {
            if (!attributes[i].equals("ID")) {
                into.append(' ').append(attributes[i]).append('=').append(attributes[i + 1]);
            }
        }
        into.append('>').append(text);
        for (var child : children) {
            if (!child.name.equals("reference") && !child.name.equals("templateId")) {
                child.fingerprint(into);
            }
        }
        into.append('/');
    }

    @Override
    public String toString() {
        return path();
    }
}
