package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Locale;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda-telecom--fhir-telecom">CDA telecom to ContactPoint</a>. */
public final class TelToContactPoint {

    private TelToContactPoint() {}

    /** Null if there is no value. */
    public static @Nullable ContactPoint map(CdaElement telecom, CdaTranslation translation) {
        var value = telecom.attribute("value");
        if (value == null) {
            return null;
        }
        var colon = value.indexOf(':');
        var scheme = colon < 0 ? "" : value.substring(0, colon).toLowerCase(Locale.ROOT);
        var system = CodeMap.of("TelecomType").target(scheme);
        var mapped = new ContactPoint();
        if (system == null) {
            mapped.setSystem(guess(value)).setValue(value);
        } else {
            var rest = value.substring(colon + 1).strip();
            if (rest.isEmpty()) {
                return null;
            }
            mapped.setSystem(ContactPointSystem.fromCode(system)).setValue(system.equals("url") ? value : rest);
        }
        var use = telecom.attribute("use");
        if (mapped.getSystem() == ContactPointSystem.PHONE && "PG".equals(use)) {
            mapped.setSystem(ContactPointSystem.PAGER);
        }
        var mappedUse = Uses.first("TelecomUse", use);
        if (mappedUse != null) {
            mapped.setUse(ContactPointUse.fromCode(mappedUse));
        }
        mapped.setPeriod(IvlTsToPeriod.map(telecom.child("useablePeriod"), translation));
        return mapped;
    }

    private static ContactPointSystem guess(String value) {
        if (value.indexOf('@') > 0) {
            return ContactPointSystem.EMAIL;
        }
        return value.chars().filter(Character::isDigit).count() >= 7
                ? ContactPointSystem.PHONE
                : ContactPointSystem.OTHER;
    }
}
