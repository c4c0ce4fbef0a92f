package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * PID-10 and PID-22 to the extensions of <a href="http://hl7.org/fhir/us/core/StructureDefinition-us-core-race.html">US Core</a>. Codes
 * outside CDC's list are told as text.
 */
final class PidToRaceAndEthnicity {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/";
    private static final String CDCREC = "urn:oid:2.16.840.1.113883.6.238";

    private PidToRaceAndEthnicity() {}

    static void add(Patient patient, SegmentReader pid) {
        add(patient, "race", pid.values(10));
        add(patient, "ethnicity", pid.values(22));
    }

    private static void add(Patient patient, String name, List<V2Value> values) {
        var extension = new Extension(US_CORE + "us-core-" + name);
        var text = new ArrayList<String>();
        for (var value : values) {
            var words = addCode(extension, name, value);
            if (words != null && !text.contains(words)) {
                text.add(words);
            }
        }
        if (!text.isEmpty()) {
            extension.addExtension("text", new StringType(String.join(", ", text)));
            patient.addExtension(extension);
        }
    }

    /** The words for it; null if there are none. */
    private static @Nullable String addCode(Extension extension, String name, V2Value value) {
        var code = value.component(1);
        var display = value.component(2);
        value.component(3);
        var entry = code == null ? null : CodeTable.of("CDCREC").get(code);
        if (entry == null && display != null) {
            entry = CodeTable.of("CDCREC").get(display);
        }
        if (entry != null && name.equals(entry.system())) {
            addCategory(extension, new Coding(CDCREC, entry.target(), entry.display()), name);
            return display != null ? display : entry.display();
        }
        if (code != null && code.matches("\\d{4}-\\d")) {
            extension.addExtension("detailed", new Coding(CDCREC, code, display));
        }
        return display != null ? display : code;
    }

    /** Of ethnicity there is one category. */
    private static void addCategory(Extension extension, Coding coding, String name) {
        var isKnown = extension.getExtensionsByUrl("ombCategory").stream()
                .anyMatch(each -> name.equals("ethnicity") || each.getValue().equalsDeep(coding));
        if (!isKnown) {
            extension.addExtension("ombCategory", coding);
        }
    }
}
