package dev.tributary.mapping.ccda.xml;

import dev.tributary.mapping.Issue;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML with nothing that makes XML dangerous: no document type, no entities of its own, a limit on depth and on the number of
 * elements. Never throws for what the bytes hold, and opens nothing but them.
 */
public final class CdaXmlReader {

    private static final int DEEPEST = 120;
    private static final String PARSER_DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";
    /** An element becomes some kilobytes until what it says is stored; what would not fit into the memory is refused on the way. */
    private static final long MOST_ELEMENTS = Runtime.getRuntime().maxMemory() / 4_000;

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final Pattern ENCODING = Pattern.compile("^<\\?xml[^>]*encoding\\s*=\\s*[\"']([^\"']+)");
    private static final String CDA = "urn:hl7-org:v3";
    private static final String SDTC = "urn:hl7-org:sdtc";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final ThreadLocal<XMLInputFactory> FACTORY = ThreadLocal.withInitial(CdaXmlReader::factory);

    private final Map<String, CdaElement> anchors = new HashMap<>();
    private final Deque<CdaElement> open = new ArrayDeque<>();
    private final Deque<StringBuilder> texts = new ArrayDeque<>();
    private @Nullable CdaElement root;
    private int elements;
    private int narrativeDepth;

    private CdaXmlReader() {}

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        // Newer JDKs have a limit of their own, below this reader's, and call what exceeds it malformed.
        factory.setProperty(PARSER_DEPTH, Integer.toString(DEEPEST + 1));
        // The parser would print what it finds.
        factory.setXMLReporter((message, type, related, location) -> {});
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        return factory;
    }

    public static CdaXml read(byte[] raw) {
        var start = start(raw);
        if (isMeantAsUtf8(raw, start) && !isUtf8(raw, start)) {
            return readAsWindows(raw, start);
        }
        try {
            return new CdaXmlReader().tree(FACTORY.get().createXMLStreamReader(stream(raw, start)), false);
        } catch (XMLStreamException | RuntimeException first) {
            return isCharacterTrouble(first) ? readAsWindows(raw, start) : refused(first);
        }
    }

    private static boolean isMeantAsUtf8(byte[] raw, int start) {
        if (raw.length - start < 4 || raw[start] == 0 || raw[start + 1] == 0 || (raw[start] & 0xFF) >= 0xFE) {
            return false;
        }
        var declaration = new String(raw, start, Math.min(120, raw.length - start), StandardCharsets.ISO_8859_1);
        var encoding = ENCODING.matcher(declaration);
        return !encoding.find() || encoding.group(1).equalsIgnoreCase("UTF-8");
    }

    private static boolean isUtf8(byte[] raw, int start) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, start, raw.length - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Some exports say UTF-8 and hold Windows-1252: better read so than not at all. */
    private static CdaXml readAsWindows(byte[] raw, int start) {
        var text = new String(raw, start, raw.length - start, WINDOWS);
        var declaration = text.startsWith("<?xml") ? text.indexOf("?>") : -1;
        try {
            var content = new StringReader(declaration < 0 ? text : text.substring(declaration + 2));
            return new CdaXmlReader().tree(FACTORY.get().createXMLStreamReader(content), true);
        } catch (XMLStreamException | RuntimeException again) {
            return refused(again);
        }
    }

    private static ByteArrayInputStream stream(byte[] raw, int start) {
        return new ByteArrayInputStream(raw, start, raw.length - start);
    }

    /** Blank lines before the declaration are not XML, but they are sent. */
    private static int start(byte[] raw) {
        var at = 0;
        while (at < raw.length && (raw[at] == ' ' || raw[at] == '\n' || raw[at] == '\r' || raw[at] == '\t')) {
            at++;
        }
        return at;
    }

    private static boolean isCharacterTrouble(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException
                    || cause.getClass().getSimpleName().contains("MalformedByteSequence")
                    || (cause instanceof XMLStreamException stream
                            && stream.getNestedException() != null
                            && stream.getNestedException()
                                    .getClass()
                                    .getSimpleName()
                                    .contains("MalformedByteSequence"))
                    || String.valueOf(cause.getMessage()).contains("UTF-8 sequence")) {
                return true;
            }
        }
        return false;
    }

    private static CdaXml.Refused refused(Exception e) {
        if (e instanceof Hostile hostile) {
            return new CdaXml.Refused(Issue.error("security", "XML", String.valueOf(hostile.getMessage())));
        }
        var location = e instanceof XMLStreamException stream ? stream.getLocation() : null;
        var place = location == null
                ? "XML"
                : "XML line " + location.getLineNumber() + " column " + location.getColumnNumber();
        return new CdaXml.Refused(
                Issue.error("structure", place, "This is no well-formed XML. Correct the document and send it again."));
    }

    /** XML that is made to do harm, or that nobody can hold in memory. Its text is safe to show. */
    private static final class Hostile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Hostile(String message) {
            super(message, null, false, false);
        }
    }

    private CdaXml tree(XMLStreamReader reader, boolean isRepaired) throws XMLStreamException {
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> begin(reader);
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!texts.isEmpty()) {
                        texts.getFirst()
                                .append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                    }
                }
                case XMLStreamConstants.DTD ->
                    throw new Hostile("A document type (DOCTYPE) is not accepted. Take it out and send it again.");
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new Hostile("Entities other than those of XML itself are not accepted.");
                default -> {}
            }
        }
        var top = root;
        if (top == null) {
            throw new XMLStreamException("No root element", reader.getLocation());
        }
        return new CdaXml.Tree(top, anchors, isRepaired);
    }

    private void begin(XMLStreamReader reader) {
        if (open.size() >= DEEPEST) {
            throw new Hostile("Elements are nested deeper than " + DEEPEST + ".");
        }
        if (++elements > MOST_ELEMENTS) {
            throw new Hostile("There are more than " + MOST_ELEMENTS
                    + " elements, which do not fit into this hub's memory (HUB_JAVA_OPTS=-Xmx2g gives it more).");
        }
        var name = name(reader);
        if (narrativeDepth > 0) {
            closeText();
        }
        var element = new CdaElement(name, attributes(reader), open.peekFirst());
        var id = element.attribute("ID");
        if (id != null) {
            anchors.putIfAbsent(id, element);
        }
        if (open.isEmpty()) {
            root = root == null ? element : root;
        } else {
            open.getFirst().add(element);
        }
        if (narrativeDepth > 0 || isNarrative(name)) {
            narrativeDepth++;
        }
        open.push(element);
        texts.push(new StringBuilder());
    }

    /** Only the text of a section mixes elements and words; texts of entries hold references or words alone. */
    private boolean isNarrative(String name) {
        return name.equals("text") && !open.isEmpty() && open.getFirst().name().equals("section");
    }

    private void end() {
        var element = open.getFirst();
        if (narrativeDepth > 0) {
            closeText();
            narrativeDepth--;
        } else {
            element.setText(texts.getFirst().toString().strip());
        }
        open.pop();
        texts.pop();
    }

    /** A piece of narrative becomes a child, so that words and elements keep their order. */
    private void closeText() {
        var words = texts.getFirst();
        if (words.length() > 0) {
            var piece = new CdaElement(CdaElement.TEXT, new String[0], open.getFirst());
            piece.setText(words.toString());
            open.getFirst().add(piece);
            words.setLength(0);
        }
    }

    private static String name(XMLStreamReader reader) {
        var namespace = reader.getNamespaceURI();
        if (namespace == null || namespace.isEmpty() || namespace.equals(CDA)) {
            return reader.getLocalName();
        }
        return namespace.equals(SDTC)
                ? "sdtc:" + reader.getLocalName()
                : reader.getPrefix() + ":" + reader.getLocalName();
    }

    private static String[] attributes(XMLStreamReader reader) {
        var attributes = new String[reader.getAttributeCount() * 2];
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            var namespace = reader.getAttributeNamespace(i);
            var value = reader.getAttributeValue(i);
            if (INSTANCE.equals(namespace)) {
                attributes[2 * i] = "xsi:" + reader.getAttributeLocalName(i);
                value = value.substring(value.indexOf(':') + 1);
            } else {
                attributes[2 * i] = SDTC.equals(namespace)
                        ? "sdtc:" + reader.getAttributeLocalName(i)
                        : reader.getAttributeLocalName(i);
            }
            attributes[2 * i + 1] = value;
        }
        return attributes;
    }
}
