package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CpToMoney;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * UB1 and UB2, what a bill of the visit will have to say, to an extension of Encounter: condition, value, occurrence and span codes and
 * days. Ours: HL7's guide has no map, and a visit is no Claim yet. The fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/UB2">HL7 v2 chapter 6</a>.
 */
public final class UbToEncounter {

    static final String BILLING = "https://tributary.dev/fhir/StructureDefinition/uniform-billing";
    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private final SegmentReader segment;
    private final Translation translation;
    private final Extension billing = new Extension(BILLING);

    private UbToEncounter(SegmentReader segment, Translation translation) {
        this.segment = segment;
        this.translation = translation;
    }

    /** UB1, which UB2 has replaced. */
    public static void addUb1(Encounter encounter, SegmentReader ub1, Translation translation) {
        var map = new UbToEncounter(ub1, translation);
        map.days("coinsuranceDays", 6);
        map.days("coveredDays", 8);
        map.days("nonCoveredDays", 9);
        map.conditions(7);
        map.values(10);
        map.occurrences(16);
        map.addTo(encounter);
    }

    public static void addUb2(Encounter encounter, SegmentReader ub2, Translation translation) {
        var map = new UbToEncounter(ub2, translation);
        map.days("coinsuranceDays", 2);
        map.days("coveredDays", 4);
        map.days("nonCoveredDays", 5);
        map.conditions(3);
        map.values(6);
        map.occurrences(7);
        map.spans(8);
        map.addTo(encounter);
    }

    private void addTo(Encounter encounter) {
        segment.ignore(1);
        var known = encounter.getExtensionByUrl(BILLING);
        if (known != null) {
            billing.getExtension().forEach(known::addExtension);
        } else if (billing.hasExtension()) {
            encounter.addExtension(billing);
        }
    }

    private void days(String part, int field) {
        var text = segment.text(field);
        var number = text == null ? null : CqToQuantity.decimal(text);
        if (number != null) {
            billing.addExtension(part, new DecimalType(number));
        }
    }

    private void conditions(int field) {
        for (var value : segment.values(field)) {
            var code = coding(value, "0043");
            if (code != null) {
                billing.addExtension("condition", code);
            }
        }
    }

    /** UVC: value code and amount. */
    private void values(int field) {
        for (var value : segment.values(field)) {
            var amount = value.inner(2);
            add("value", coding(value, "0153"), "amount", amount == null ? null : CpToMoney.ofMo(amount, translation));
        }
    }

    /** OCD: occurrence code and date. */
    private void occurrences(int field) {
        for (var value : segment.values(field)) {
            add("occurrence", coding(value, "0350"), "date", TsToDateTime.map(value, 2, translation));
        }
    }

    /** OSP: occurrence span code, its first and its last day. */
    private void spans(int field) {
        for (var value : segment.values(field)) {
            var period =
                    DrToPeriod.map(TsToDateTime.map(value, 2, translation), TsToDateTime.map(value, 3, translation));
            add("span", coding(value, "0351"), "period", period);
        }
    }

    private void add(String part, @Nullable Coding code, String name, @Nullable Type detail) {
        if (code == null && detail == null) {
            return;
        }
        var extension = new Extension(part);
        if (code != null) {
            extension.addExtension("code", code);
        }
        if (detail != null) {
            extension.addExtension(name, detail);
        }
        billing.addExtension(extension);
    }

    /** The code is a component of its own, or a CNE in it, or an IS. */
    private static @Nullable Coding coding(V2Value value, String table) {
        var code = value.component(1);
        if (code == null) {
            return null;
        }
        return new Coding(TABLE + table, code, value.component(1, 2));
    }
}
