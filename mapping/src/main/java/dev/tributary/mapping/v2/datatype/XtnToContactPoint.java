package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-xtn-to-contactpoint.html">XTN to ContactPoint</a>. One value may
 * hold a telephone number and an address for mail beside it.
 */
public final class XtnToContactPoint {

    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/contactpoint-";
    private static final String EMAIL = "email";
    /** XTN-5 to XTN-8. */
    private static final String[] PARTS = {"country", "area", "local", "extension"};

    private static final Pattern NO_DIGIT = Pattern.compile("\\D+");

    private XtnToContactPoint() {}

    /**
     * @param impliedUse what the field says ({@code PID-13} home, {@code PID-14} work) when XTN-2 does not
     * @return empty if there is nothing to dial or write to
     */
    public static List<ContactPoint> map(V2Value value, @Nullable ContactPointUse impliedUse, Translation translation) {
        var points = new ArrayList<ContactPoint>(1);
        var number = number(value, translation);
        var mail = mail(value);
        if (number != null) {
            var point = point(number, ContactPointSystem.PHONE, impliedUse);
            addParts(point, value);
            points.add(point);
        }
        if (mail != null && !mail.equals(number)) {
            points.add(point(mail, ContactPointSystem.EMAIL, impliedUse));
        }
        if (!points.isEmpty()) {
            apply("HL70201", 2, points, value, translation);
            apply("HL70202", 3, points, value, translation);
            addOrder(points, value, translation);
        }
        return points;
    }

    private static ContactPoint point(String text, ContactPointSystem system, @Nullable ContactPointUse impliedUse) {
        return new ContactPoint()
                .setValue(text)
                .setSystem(text.indexOf('@') > 0 ? ContactPointSystem.EMAIL : system)
                .setUse(impliedUse);
    }

    private static void addOrder(List<ContactPoint> points, V2Value value, Translation translation) {
        var rank = value.component(18);
        var period = DrToPeriod.map(TsComponent.map(value, 13, translation), TsComponent.map(value, 14, translation));
        for (var point : points) {
            if (rank != null && rank.matches("[1-9]\\d{0,3}")) {
                point.setRank(Integer.parseInt(rank));
            }
            point.setPeriod(period == null ? null : period.copy());
        }
    }

    /** The tables' targets are {@code system/use}; either side may be empty. */
    private static void apply(
            String table, int component, List<ContactPoint> points, V2Value value, Translation translation) {
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
        if (system.isEmpty() && use.isEmpty()) {
            translation.inform(
                    "code-invalid",
                    value.path(component),
                    "No FHIR code for this code of table " + table.substring(3) + "; left out.");
        }
        for (var point : points) {
            // The number beside an address for mail is none, whatever both are said to be.
            var isBeside = points.size() > 1 && point.getSystem() != ContactPointSystem.EMAIL;
            apply(isBeside && system.equals(EMAIL) ? "" : system, use, point);
        }
    }

    /** An address for mail stays one, whatever it is said to be dialled with. */
    private static void apply(String system, String use, ContactPoint point) {
        var isMail = point.getSystem() == ContactPointSystem.EMAIL;
        if (!system.isEmpty() && (!isMail || system.equals("url"))) {
            point.setSystem(ContactPointSystem.fromCode(system));
        }
        if (!use.isEmpty() && !(isMail && use.equals("mobile"))) {
            point.setUse(ContactPointUse.fromCode(use));
        }
    }

    /** XTN-4, where XTN-3 says that it is for mail, or says nothing, or it reads like one; else it stays unread. */
    private static @Nullable String mail(V2Value value) {
        var equipment = value.component(3);
        var entry = equipment == null ? null : CodeTable.of("HL70202").get(equipment);
        var isMail = equipment == null || entry != null && entry.target().startsWith(EMAIL);
        return isMail || value.raw().indexOf('@') >= 0 ? value.component(4) : null;
    }

    /** Area and local number put together, else the unformatted number, else XTN-1, which newer versions have withdrawn. */
    private static @Nullable String number(V2Value value, Translation translation) {
        var assembled = assembled(value);
        var isWhole = assembled != null && value.isValued(6);
        var texts = new @Nullable String[] {
            isWhole ? assembled : null, value.component(12), value.component(1), isWhole ? null : assembled
        };
        String number = null;
        for (var text : texts) {
            if (number == null) {
                number = text;
            } else if (text != null
                    && !digits(number).contains(digits(text))
                    && !digits(text).contains(digits(number))) {
                translation.inform(
                        "not-supported",
                        value.path(),
                        "Two different numbers in one value; the second is kept in the message only.");
            }
        }
        return number;
    }

    private static String digits(String number) {
        return NO_DIGIT.matcher(number).replaceAll("");
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
                + (extension == null ? "" : " X" + extension);
    }

    private static void addParts(ContactPoint point, V2Value value) {
        for (var part = 0; part < PARTS.length; part++) {
            var text = value.component(5 + part);
            if (text != null) {
                point.addExtension(EXTENSION + PARTS[part], new StringType(text));
            }
        }
    }
}
