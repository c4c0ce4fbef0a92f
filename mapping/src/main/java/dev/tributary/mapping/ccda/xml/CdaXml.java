package dev.tributary.mapping.ccda.xml;

import dev.tributary.mapping.Issue;
import java.util.Map;

/** What came of reading bytes as XML. */
public sealed interface CdaXml {

    /**
     * A well-formed document.
     *
     * @param root its root element
     * @param anchors elements by their {@code ID}, the targets of narrative references
     * @param isRepaired whether bytes that do not belong to the declared character set had to be read as Windows-1252
     */
    record Tree(CdaElement root, Map<String, CdaElement> anchors, boolean isRepaired) implements CdaXml {}

    /** Bytes that are no XML, or such XML as nobody should read. */
    record Refused(Issue issue) implements CdaXml {}
}
