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

    private static final String HL7_TABLES = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern HL7_TABLE = Pattern.compile("HL7-?(\\d{1,4})");
    private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*)){2,}");

    /** Original text, then the names of the codings: what people read. */
    private static final int[] NAMES = {9, 2, 5, 11};

    private static final int[] KEY_NAMES = {2, 9, 5, 11};

    private CweToCodeableConcept() {}

    /** Which components hold one of the three codings; the coding system may be told as an OID, too. */
    private enum Part {
        FIRST(1, 7, 14),
        ALTERNATE(4, 8, 17),
        SECOND_ALTERNATE(10, 13, 20);

        private final int code;
        private final int version;
        private final int oid;

        Part(int code, int version, int oid) {
            this.code = code;
            this.version = version;
            this.oid = oid;
        }
    }

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
        addCoding(concept, value, Part.FIRST, tableSystem, translation);
        addCoding(concept, value, Part.ALTERNATE, null, translation);
        addCoding(concept, value, Part.SECOND_ALTERNATE, null, translation);
        for (var name : NAMES) {
            if (!concept.hasText() && value.component(name) != null) {
                concept.setText(value.component(name));
            }
        }
        return concept.isEmpty() ? null : concept;
    }

    /** A code of a table that has a map; what the map does not know is kept in the v2 code system, with a warning. */
    public static @Nullable CodeableConcept translate(@Nullable V2Value value, String table, Translation translation) {
        var concept = map(value, HL7_TABLES + table.substring(3, 7), translation);
        var code = value == null ? null : value.component(1);
        if (concept == null || value == null || code == null) {
            return concept;
        }
        var entry = CodeTable.of(table).get(code);
        var isImplied = value.component(3) == null;
        if (entry == null) {
            var system = HL7_TABLES + table.substring(3, 7);
            if (isImplied
                    && Hl7Tables.isKnown(system)
                    && system.equals(concept.getCodingFirstRep().getSystem())) {
                return concept; // HL7 has the code, and FHIR none for it
            }
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
                var system = keySystem(value.component(first + 2), profile);
                return (system == null ? "" : system) + "|" + code;
            }
        }
        for (var name : KEY_NAMES) {
            var text = value.component(name);
            if (text != null) {
                return "text|" + NormalName.of(text);
            }
        }
        return null;
    }

    private static void addCoding(
            CodeableConcept concept, V2Value value, Part part, @Nullable String tableSystem, Translation translation) {
        var code = value.component(part.code);
        if (code == null) {
            return;
        }
        var display = value.component(part.code + 1);
        var name = value.component(part.code + 2);
        var named = system(name, value.component(part.oid), translation.profile());
        var system = named == null ? tableSystem : named;
        var tidy = SPACE.matcher(code).replaceAll(" ");
        var spelled = system == null ? tidy : Hl7Tables.spelled(system, tidy);
        // A code that HL7's table does not have is one of the sender's own table of that number.
        var own = system == null || spelled != null ? system : own(system, translation.profile());
        concept.addCoding(new Coding()
                .setSystem(own)
                .setVersion(named == null ? null : value.component(part.version))
                .setCode(spelled == null ? tidy : spelled)
                .setDisplay(display));
    }

    /** What the sender calls it, where that is known; else its OID; else a system of the source alone. */
    private static @Nullable String system(@Nullable String name, @Nullable String oid, SourceProfile profile) {
        var isTold = oid != null && OID.matcher(oid).matches();
        if (oid == null || !isTold || name != null && isKnown(name)) {
            return system(name, profile);
        }
        var known = CodeTable.of("HL70396").get(oid);
        return known == null ? "urn:oid:" + oid : known.target();
    }

    private static boolean isKnown(String name) {
        return CodeTable.of("HL70396").get(name) != null
                || HL7_TABLE.matcher(name).matches()
                || OID.matcher(name).matches();
    }

    private static String own(String system, SourceProfile profile) {
        return AssigningAuthority.own(profile, "code:HL7" + Hl7Tables.table(system));
    }

    /** An id must not change because another name of a code system becomes known. */
    private static @Nullable String keySystem(@Nullable String name, SourceProfile profile) {
        var known = name == null ? null : CodeTable.of("HL70396").get(name);
        return name != null && known != null && known.isAlias() ? unknownSystem(name, profile) : system(name, profile);
    }

    private static @Nullable String system(@Nullable String name, SourceProfile profile) {
        if (name == null) {
            return null;
        }
        var known = CodeTable.of("HL70396").get(name);
        return known == null ? unknownSystem(name, profile) : known.target();
    }

    private static String unknownSystem(String name, SourceProfile profile) {
        var table = HL7_TABLE.matcher(name);
        if (table.matches()) {
            return HL7_TABLES + "0".repeat(4 - table.group(1).length()) + table.group(1);
        }
        if (OID.matcher(name).matches()) {
            return "urn:oid:" + name;
        }
        return AssigningAuthority.own(profile, "code:" + name);
    }
}
