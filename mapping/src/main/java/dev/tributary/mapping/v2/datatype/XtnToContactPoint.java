package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-xtn-to-contactpoint.html">XTN to ContactPoint</a>. */
public final class XtnToContactPoint {

    private XtnToContactPoint() {}

    /**
     * @param impliedUse what the field says ({@code PID-13} home, {@code PID-14} work) when XTN-2 does not
     * @return null if there is nothing to dial or write to
     */
    public static @Nullable ContactPoint map(
            V2Value value, @Nullable ContactPointUse impliedUse, Translation translation) {
        var text = number(value);
        if (text == null) {
            return null;
        }
        var point = new ContactPoint().setValue(text).setSystem(ContactPointSystem.PHONE);
        if (text.indexOf('@') > 0) {
            point.setSystem(ContactPointSystem.EMAIL);
        }
        if (impliedUse != null) {
            point.setUse(impliedUse);
        }
        apply("HL70201", 2, point, value, translation);
        apply("HL70202", 3, point, value, translation);
        var rank = value.component(18);
        if (rank != null && rank.matches("[1-9]\\d{0,3}")) {
            point.setRank(Integer.parseInt(rank));
        }
        point.setPeriod(
                DrToPeriod.map(TsComponent.map(value, 13, translation), TsComponent.map(value, 14, translation)));
        return point;
    }

    /** The tables' targets are {@code system/use}; either side may be empty. */
    private static void apply(String table, int component, ContactPoint point, V2Value value, Translation translation) {
        var code = value.component(component);
        if (code == null) {
            return;
        }
        var entry = CodeTable.of(table).get(code);
        if (entry == null) {
            translation.warn(
                    "code-invalid", value.path(component), "Not a code of table " + table.substring(3) + "; left out.");
            return;
        }
        var slash = entry.target().indexOf('/');
        var system = entry.target().substring(0, slash);
        var use = entry.target().substring(slash + 1);
        if (!system.isEmpty() && point.getSystem() != ContactPointSystem.EMAIL) {
            point.setSystem(ContactPointSystem.fromCode(system));
        }
        if (!use.isEmpty()) {
            point.setUse(ContactPointUse.fromCode(use));
        }
    }

    private static @Nullable String number(V2Value value) {
        var email = value.component(4);
        var unformatted = value.component(12);
        var formatted = value.component(1);
        var assembled = assembled(value);
        if (email != null) {
            return email;
        } else if (formatted != null) {
            return formatted;
        }
        return assembled != null ? assembled : unformatted;
    }

    private static @Nullable String assembled(V2Value value) {
        var country = value.component(5);
        var area = value.component(6);
        var local = value.component(7);
        var extension = value.component(8);
        if (local == null) {
            return null;
        }
        return (country == null ? "" : "+" + country.replace("+", "") + " ")
                + (area == null ? "" : area + " ")
                + local
                + (extension == null ? "" : " x" + extension);
    }
}
