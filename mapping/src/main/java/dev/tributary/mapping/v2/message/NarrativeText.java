package dev.tributary.mapping.v2.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;

/**
 * A report that was sent line by line, each line an OBX of type TX or FT: besides its observations it becomes readable as one text.
 * Ours: HL7's guide has no map for it.
 */
final class NarrativeText {

    private static final Set<String> TEXT = Set.of("TX", "FT");

    private NarrativeText() {}

    /** Adds the text if one observation was sent in several lines. */
    static void add(DiagnosticReport report, List<ObservationGroup> groups) {
        var codes = new HashSet<String>();
        var lines = new ArrayList<String>();
        var isContinued = false;
        for (var group : groups) {
            if (TEXT.contains(group.obx().raw(2).strip())) {
                isContinued |= !codes.add(group.obx().raw(3));
                group.obx().values(5).forEach(value -> lines.add(value.literal()));
                if (!group.obx().isValued(5)) {
                    lines.add("");
                }
            }
        }
        if (isContinued) {
            report.addPresentedForm(new Attachment()
                    .setContentType("text/plain")
                    .setData(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        }
    }
}
