package dev.tributary.mapping.ccda;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.ccda.xml.CdaXml;
import java.util.List;

/** What came of reading bytes as a CDA document. */
public sealed interface CcdaReading {

    /** A document that can be kept and mapped. */
    record Readable(CdaXml.Tree tree, CcdaHeader header) implements CcdaReading {}

    /**
     * Bytes that are no CDA document.
     *
     * @param issues at least one error, each with its place
     */
    record Unreadable(List<Issue> issues) implements CcdaReading {
        public Unreadable {
            issues = List.copyOf(issues);
        }
    }
}
