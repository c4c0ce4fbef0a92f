package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.UcumUnit;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.SampledData;
import org.jspecify.annotations.Nullable;

/**
 * NA and MA (waveforms, arrays) to SampledData; HL7's guide names the target and leaves the rest open. Of several rows each is one
 * sample of all dimensions. Neither type tells the time between two samples, which FHIR demands: it is zero, unknown.
 */
final class NaToSampledData {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{1,30})?|\\.\\d{1,30})");

    private NaToSampledData() {}

    /** Null if anything in it is no number; it is then kept as text. */
    static @Nullable SampledData map(SegmentReader obx, Translation translation) {
        var rows = obx.values(5);
        var points = new ArrayList<String>();
        for (var row : rows) {
            for (var i = 1; i <= row.size(); i++) {
                if (!add(points, row, i)) {
                    translation.warn("value", row.path(i), "Not a number although OBX-2 is NA; kept as text.");
                    return null;
                }
            }
        }
        if (points.isEmpty()) {
            return null;
        }
        var origin = new Quantity().setValue(BigDecimal.ZERO);
        UcumUnit.set(origin, obx.value(6));
        return new SampledData()
                .setOrigin(origin)
                .setPeriod(BigDecimal.ZERO)
                .setDimensions(rows.size() == 1 ? 1 : rows.get(0).size())
                .setData(String.join(" ", points));
    }

    private static boolean add(ArrayList<String> points, V2Value row, int component) {
        var text = row.component(component);
        if (text != null && !NUMBER.matcher(text).matches()) {
            return false;
        }
        points.add(text == null ? "E" : text);
        return true;
    }
}
