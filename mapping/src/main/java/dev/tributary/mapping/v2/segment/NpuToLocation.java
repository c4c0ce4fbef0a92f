package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;

/** NPU, bed status update, to <a href="https://hl7.org/fhir/R4/location.html">Location.operationalStatus</a>, which takes table 0116. */
public final class NpuToLocation {

    private NpuToLocation() {}

    /** Writes nothing, with an error, if NPU-1 does not say which bed. */
    public static void write(SegmentReader npu, Translation translation) {
        var bed = npu.value(1);
        var code = npu.text(2);
        var status = code == null ? null : CodeTable.of("HL70116").get(code);
        if (code != null && status == null) {
            translation.warn("code-invalid", npu.segment().path(2), "Not a code of table 0116 (bed status); left out.");
        }
        var written = PlToLocation.map(bed, status == null ? null : status.toCoding(), translation);
        if (written == null) {
            translation.error("required", npu.segment().path(1), "No bed: nobody can say whose status this is.");
        }
    }
}
