package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.YesNo;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * ACC, the accident that a visit is about, to an extension of Encounter whose parts are named like those of Claim.accident. Ours: HL7's
 * guide has no map, and neither is an accident a finding nor has anybody claimed anything yet. The fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/ACC">HL7 v2 chapter 6</a>.
 */
public final class AccToEncounter {

    static final String ACCIDENT = "https://tributary.dev/fhir/StructureDefinition/accident";
    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private AccToEncounter() {}

    public static void add(Encounter encounter, SegmentReader acc, Translation translation) {
        var accident = new Extension(ACCIDENT);
        add(accident, "date", TsToDateTime.map(acc.value(1), translation));
        add(accident, "type", CweToCodeableConcept.map(acc.value(2), TABLE + "0050", translation));
        add(accident, "location", text(acc, 3));
        add(accident, "state", CweToCodeableConcept.map(acc.value(4), TABLE + "0347", translation));
        add(accident, "workRelated", flag(acc, 5, translation));
        add(accident, "fatal", flag(acc, 6, translation));
        add(accident, "description", text(acc, 8));
        add(accident, "policeNotified", flag(acc, 10, translation));
        var place = acc.value(11);
        add(accident, "address", place == null ? null : XadToAddress.map(place, translation));
        for (var value : acc.values(13)) {
            add(accident, "identifier", EiToIdentifier.map(value, "ACC", translation));
        }
        if (accident.hasExtension()) {
            encounter.addExtension(accident);
        }
    }

    private static void add(Extension accident, String part, @Nullable Type value) {
        if (value != null) {
            accident.addExtension(part, value);
        }
    }

    private static @Nullable StringType text(SegmentReader acc, int field) {
        var text = acc.wholeText(field);
        return text == null ? null : new StringType(text);
    }

    private static @Nullable BooleanType flag(SegmentReader acc, int field, Translation translation) {
        return YesNo.map(acc.value(field), translation);
    }
}
