package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/**
 * PID-10 and PID-22 to the extensions of <a href="http://hl7.org/fhir/us/core/StructureDefinition-us-core-race.html">US Core</a>. Codes
 * outside CDC's list are told as text.
 */
final class PidToRaceAndEthnicity {

    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/";
    private static final String CDCREC = "urn:oid:2.16.840.1.113883.6.238";
    private static final List<String> RACES = List.of("1002-5", "2028-9", "2054-5", "2076-8", "2106-3");
    private static final List<String> ETHNICITIES = List.of("2135-2", "2186-5");

    private PidToRaceAndEthnicity() {}

    static void add(Patient patient, SegmentReader pid) {
        add(patient, "us-core-race", pid.values(10), RACES);
        add(patient, "us-core-ethnicity", pid.values(22), ETHNICITIES);
    }

    private static void add(Patient patient, String name, List<V2Value> values, List<String> categories) {
        var extension = new Extension(US_CORE + name);
        var text = new StringBuilder();
        for (var value : values) {
            var code = value.component(1);
            var display = value.component(2);
            value.component(3);
            if (code != null && code.matches("\\d{4}-\\d")) {
                extension.addExtension(
                        categories.contains(code) ? "ombCategory" : "detailed", new Coding(CDCREC, code, display));
            }
            var words = display != null ? display : code;
            if (words != null) {
                text.append(text.isEmpty() ? "" : ", ").append(words);
            }
        }
        if (!text.isEmpty()) {
            extension.addExtension("text", new StringType(text.toString()));
            patient.addExtension(extension);
        }
    }
}
