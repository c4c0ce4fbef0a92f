package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-xpn-to-humanname.html">XPN to HumanName</a>. */
public final class XpnToHumanName {

    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/humanname-";
    /** FN-2 to FN-5. */
    private static final String[] FAMILY_PARTS = {"own-prefix", "own-name", "partner-prefix", "partner-name"};

    private static final String UNSPECIFIED = "U";

    private XpnToHumanName() {}

    /** Null if there is neither a family nor a given name. */
    public static @Nullable HumanName map(V2Value value, Translation translation) {
        var name = new HumanName();
        setUse(name, value, 7, translation);
        var period = DrToPeriod.of(value, 10, 12, translation);
        if (period != null) {
            name.setPeriod(period);
        }
        var isName = parts(name, value, 1);
        addSuffix(name, value.component(14));
        return isName ? name : null;
    }

    /** XPN-15, by which the person is called: a name of its own where names repeat; null if it is not told. */
    public static @Nullable HumanName calledBy(V2Value value) {
        var name = value.component(15);
        return name == null ? null : new HumanName().setUse(NameUse.NICKNAME).addGiven(name);
    }

    /** The name type of table 0200; an unspecified one says nothing. */
    static void setUse(HumanName name, V2Value value, int component, Translation translation) {
        var type = value.component(component);
        var use = type == null ? null : CodeTable.of("HL70200").get(type);
        if (type == null) {
            return;
        }
        if (use == null) {
            translation.warn("code-invalid", value.path(component), "Not a code of table 0200 (name type); left out.");
        } else if (!use.target().isEmpty()) {
            name.setUse(NameUse.fromCode(use.target()));
        } else if (!type.equalsIgnoreCase(UNSPECIFIED)) {
            translation.inform(
                    "code-invalid", value.path(component), "No FHIR use for this name type of table 0200; left out.");
        }
    }

    /** Without use and period; null if there is neither a family nor a given name. */
    public static @Nullable HumanName plain(V2Value value) {
        var name = new HumanName();
        return parts(name, value, 1) ? name : null;
    }

    /** Family, given, further given, suffix, prefix and degree from six components in a row; true if it is a name. */
    static boolean parts(HumanName name, V2Value value, int first) {
        var family = value.component(first);
        if (family != null) {
            name.setFamily(family);
            addFamilyParts(name, value, first);
        }
        var given = value.component(first + 1);
        if (given != null) {
            name.addGiven(given);
        }
        var further = value.component(first + 2);
        if (further != null) {
            name.addGiven(further);
        }
        addSuffix(name, value.component(first + 3));
        var prefix = value.component(first + 4);
        if (prefix != null) {
            name.addPrefix(prefix);
        }
        addSuffix(name, value.component(first + 5));
        return family != null || given != null;
    }

    /** FN: whose name the parts of a family name were. */
    private static void addFamilyParts(HumanName name, V2Value value, int component) {
        for (var part = 0; part < FAMILY_PARTS.length; part++) {
            var text = value.component(component, part + 2);
            if (text != null) {
                name.getFamilyElement().addExtension(EXTENSION + FAMILY_PARTS[part], new StringType(text));
            }
        }
    }

    static void addSuffix(HumanName name, @Nullable String suffix) {
        if (suffix != null) {
            name.addSuffix(suffix);
        }
    }
}
