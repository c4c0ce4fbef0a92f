package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.EipToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Immunization;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-orc-to-immunization.html">ORC to Immunization</a>. */
public final class OrcToImmunization {

    /** CDC's filler number of what was not given here: shared by all of those, so it names none. */
    private static final String NO_NUMBER = "9999";

    private OrcToImmunization() {}

    public static void add(Immunization immunization, SegmentReader orc, Translation translation) {
        orc.ignore(1);
        addIdentifier(immunization, EiToIdentifier.map(orc.value(2), "PLAC", translation));
        addIdentifier(immunization, EiToIdentifier.map(orc.value(3), "FILL", translation));
        var group = orc.value(4);
        addIdentifier(immunization, EipToIdentifier.placer(group, translation));
        addIdentifier(immunization, EipToIdentifier.filler(group, translation));
        if (!immunization.hasRecorded()) {
            var recorded = TsToDateTime.map(orc.value(9), translation);
            if (recorded != null) {
                immunization.setRecordedElement(recorded);
            }
        }
        for (var value : orc.values(10)) {
            RxaToImmunization.addPerformer(immunization, value, "EP", "Entering Provider", translation);
        }
        for (var value : orc.values(12)) {
            RxaToImmunization.addPerformer(immunization, value, "OP", "Ordering Provider", translation);
        }
    }

    /** Filler number, else placer number, else what was given to whom on which day. */
    public static String key(@Nullable V2Segment orc, V2Segment rxa, PatientContext subject, SourceProfile profile) {
        var filler = key(orc, 3, "FILL", profile);
        var number = filler == null ? key(orc, 2, "PLAC", profile) : filler;
        if (number != null) {
            return number;
        }
        var code = rxa.value(5);
        var vaccine = code == null ? null : CweToCodeableConcept.key(code, profile);
        var time = rxa.raw(3);
        return subject.key() + "|" + time.substring(0, Math.min(8, time.length())) + "|" + vaccine;
    }

    private static void addIdentifier(Immunization immunization, @Nullable Identifier identifier) {
        if (identifier != null && !NO_NUMBER.equals(identifier.getValue())) {
            immunization.addIdentifier(identifier);
        }
    }

    private static @Nullable String key(@Nullable V2Segment orc, int field, String type, SourceProfile profile) {
        V2Value value = orc == null ? null : orc.value(field);
        return value == null || NO_NUMBER.equals(value.component(1)) ? null : EiToIdentifier.key(value, type, profile);
    }
}
