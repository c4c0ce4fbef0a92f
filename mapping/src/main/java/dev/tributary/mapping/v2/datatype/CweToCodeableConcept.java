package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cwe-to-codeableconcept.html">CWE to CodeableConcept</a>, also
 * for CE, CNE, CF, IS and ID. The original code always stays; a coding system that HL7 does not know belongs to the source alone.
 */
public final class CweToCodeableConcept {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern HL7_TABLE = Pattern.compile("HL7-?(\\d{1,4})");
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*)){2,}");

    private CweToCodeableConcept() {}

    /** Null if there is neither code nor text. */
    public static @Nullable CodeableConcept map(@Nullable V2Value value, Translation translation) {
        return map(value, null, translation);
    }

    /**
     * @param tableSystem code system of the field's table, for codes that come without a coding system
     * @return null if there is neither code nor text
     */
    public static @Nullable CodeableConcept map(
            @Nullable V2Value value, @Nullable String tableSystem, Translation translation) {
        if (value == null) {
            return null;
        }
        var concept = new CodeableConcept();
        addCoding(concept, value, 1, 7, tableSystem, translation);
        addCoding(concept, value, 4, 8, null, translation);
        var text = value.component(9);
        if (text != null) {
            concept.setText(text);
        } else if (value.component(2) != null) {
            concept.setText(value.component(2));
        }
        return concept.isEmpty() ? null : concept;
    }

    /** A code of a table that has a map; what the map does not know is kept in the v2 code system, with a warning. */
    public static @Nullable CodeableConcept translate(@Nullable V2Value value, String table, Translation translation) {
        var concept = map(value, "http://terminology.hl7.org/CodeSystem/v2-" + table.substring(3, 7), translation);
        var code = value == null ? null : value.component(1);
        if (concept == null || value == null || code == null) {
            return concept;
        }
        var entry = CodeTable.of(table).get(code);
        var isImplied = value.component(3) == null;
        if (entry == null) {
            if (isImplied) {
                // There is no map for it: it is a code of the sender's own table.
                concept.getCodingFirstRep()
                        .setSystem(AssigningAuthority.own(translation.profile(), "code:HL7" + table.substring(3, 7)));
            }
            translation.warn(
                    "code-invalid",
                    value.path(1),
                    "No FHIR code for this code of table " + table.substring(3, 7) + "; kept as it was sent.");
        } else {
            if (entry.isAlias() && isImplied) {
                concept.getCoding().remove(0);
                concept.setText(concept.hasText() ? concept.getText() : code);
            }
            var translated = entry.toCoding();
            concept.getCoding()
                    .removeIf(coding -> translated.getCode().equals(coding.getCode())
                            && translated.getSystem().equals(coding.getSystem()));
            concept.getCoding().add(0, translated);
        }
        return concept;
    }

    /**
     * As {@link #map(V2Value, Translation)}, with the coding method that a field of its own told before v2.4 (DG1-2, PR1-2) where the
     * value tells no coding system.
     */
    public static @Nullable CodeableConcept withMethod(
            @Nullable V2Value value, @Nullable String method, Translation translation) {
        var concept = map(value, translation);
        var coding = concept == null || !concept.hasCoding() ? null : concept.getCodingFirstRep();
        if (coding != null && !coding.hasSystem()) {
            coding.setSystem(system(method, translation.profile()));
        }
        return concept;
    }

    /** {@code system|code} of the first code, else the text: names the concept within one source. Null if there is neither. */
    public static @Nullable String key(V2Value value, SourceProfile profile) {
        for (var first : new int[] {1, 4}) {
            var code = value.component(first);
            if (code != null) {
                var system = system(value.component(first + 2), profile);
                return (system == null ? "" : system) + "|" + code;
            }
        }
        var text = value.component(2) == null ? value.component(9) : value.component(2);
        return text == null ? null : "text|" + NormalName.of(text);
    }

    private static void addCoding(
            CodeableConcept concept,
            V2Value value,
            int first,
            int version,
            @Nullable String tableSystem,
            Translation translation) {
        var code = value.component(first);
        var display = value.component(first + 1);
        var name = value.component(first + 2);
        if (code == null) {
            return;
        }
        var named = system(name, translation.profile());
        var system = named == null ? tableSystem : named;
        var tidy = SPACE.matcher(code).replaceAll(" ");
        var spelled = system == null ? tidy : Hl7Tables.spelled(system, tidy);
        // A code that HL7's table does not have is one of the sender's own table of that number.
        var own = system == null || spelled != null ? system : own(system, translation.profile());
        concept.addCoding(new Coding()
                .setSystem(own)
                .setVersion(name == null ? null : value.component(version))
                .setCode(spelled == null ? tidy : spelled)
                .setDisplay(display));
    }

    private static String own(String system, SourceProfile profile) {
        return AssigningAuthority.own(profile, "code:HL7" + Hl7Tables.table(system));
    }

    private static @Nullable String system(@Nullable String name, SourceProfile profile) {
        if (name == null) {
            return null;
        }
        var known = CodeTable.of("HL70396").get(name);
        if (known != null) {
            return known.target();
        }
        var table = HL7_TABLE.matcher(name);
        if (table.matches()) {
            return "http://terminology.hl7.org/CodeSystem/v2-"
                    + "0".repeat(4 - table.group(1).length()) + table.group(1);
        }
        if (OID.matcher(name).matches()) {
            return "urn:oid:" + name;
        }
        return AssigningAuthority.own(profile, "code:" + name);
    }
}
