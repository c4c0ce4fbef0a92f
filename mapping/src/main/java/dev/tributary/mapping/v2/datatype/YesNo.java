package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.BooleanType;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-table-hl70136-to-boolean.html">Table 0136 to boolean</a>. */
public final class YesNo {

    private YesNo() {}

    /** Null if absent, and with a warning if it is neither yes nor no. */
    public static @Nullable BooleanType map(@Nullable V2Value value, Translation translation) {
        var code = value == null ? null : value.component(1);
        if (value == null || code == null) {
            return null;
        }
        var entry = CodeTable.of("HL70136").get(code);
        if (entry == null) {
            translation.warn("code-invalid", value.path(), "Neither Y nor N (table 0136); left out.");
        }
        return entry == null ? null : new BooleanType(entry.target());
    }
}
