package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obx-to-observation.html">OBX to Observation</a>. OBX-4 only tells
 * observations apart; it does not make components.
 */
public final class ObxToObservation {

    private static final String ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final Pattern RANGE =
            Pattern.compile("\\s*(-?\\d+(?:\\.\\d+)?)\\s*(?:-|\\.\\.|to)\\s*(-?\\d+(?:\\.\\d+)?)\\s*");

    private ObxToObservation() {}

    /** What names this OBX among those of its order, so that a correction finds it again: its own number, else code and OBX-4. */
    public static String key(V2Segment obx, Translation translation) {
        var instance = EiToIdentifier.key(obx.value(21), "OBI", translation.profile());
        if (instance != null) {
            return instance;
        }
        var value = obx.value(3);
        var code = value == null ? null : CweToCodeableConcept.key(value, translation.profile());
        return (code == null ? "" : code) + "|" + obx.raw(4).strip();
    }

    /**
     * @param key names the Observation within the source
     * @param section OBR-24, which decides the category
     */
    public static Observation map(
            SegmentReader obx, String key, Order order, @Nullable String section, Translation translation) {
        var observation = new Observation();
        obx.ignore(1);
        obx.text(4);
        observation.setId(translation.id("Observation", key));
        observation.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            observation.setEncounter(order.encounter().copy());
        }
        var instance = EiToIdentifier.map(obx.value(21), "OBI", translation);
        if (instance != null) {
            observation.addIdentifier(instance);
        }
        setStatus(observation, obx, translation);
        observation.addCategory(category(section));
        var code = CweToCodeableConcept.map(obx.value(3), translation);
        observation.setCode(code == null ? new CodeableConcept().setText("Unnamed observation") : code);
        setValue(observation, obx, translation);
        setContext(observation, obx, translation);
        return observation;
    }

    private static void setStatus(Observation observation, SegmentReader obx, Translation translation) {
        var code = obx.text(11);
        var entry = code == null ? null : CodeTable.of("HL70085").get(code);
        if (entry == null) {
            translation.warn(
                    "code-invalid",
                    obx.segment().path(11),
                    "No result status that FHIR knows (table 0085); the observation is stored with status unknown.");
        }
        observation.setStatus(entry == null ? ObservationStatus.UNKNOWN : ObservationStatus.fromCode(entry.target()));
    }

    private static CodeableConcept category(@Nullable String section) {
        var entry = section == null ? null : CodeTable.of("HL70074-category").get(section);
        return new CodeableConcept()
                .addCoding(entry == null ? new Coding(CATEGORY, "laboratory", "Laboratory") : entry.toCoding());
    }

    private static void setValue(Observation observation, SegmentReader obx, Translation translation) {
        var code = obx.text(2);
        var type = code == null ? "ST" : code.toUpperCase(Locale.ROOT);
        var values = new ArrayList<Type>();
        for (var value : obx.values(5)) {
            var mapped = ObxToValue.map(value, type, obx, translation);
            if (mapped != null) {
                values.add(mapped);
            }
        }
        if (values.isEmpty()) {
            var reason = "X".equals(obx.text(11)) ? "not-performed" : "unknown";
            observation.setDataAbsentReason(new CodeableConcept().addCoding(new Coding(ABSENT, reason, null)));
        } else if (values.stream().allMatch(StringType.class::isInstance)) {
            observation.setValue(new StringType(
                    String.join("\n", values.stream().map(Type::primitiveValue).toList())));
        } else {
            observation.setValue(values.get(0));
            for (var further : values.subList(1, values.size())) {
                observation.addComponent().setCode(observation.getCode().copy()).setValue(further);
            }
        }
    }

    private static void setContext(Observation observation, SegmentReader obx, Translation translation) {
        setRange(observation, obx);
        for (var value : obx.values(8)) {
            var interpretation = CweToCodeableConcept.translate(value, "HL70078", translation);
            if (interpretation != null) {
                observation.addInterpretation(interpretation);
            }
        }
        var effective = TsToDateTime.map(obx.value(14), translation);
        if (effective != null) {
            observation.setEffective(effective);
        }
        var issued = TsToDateTime.instant(obx.value(19), translation);
        if (issued != null) {
            observation.setIssuedElement(issued);
        }
        observation.setMethod(CweToCodeableConcept.map(obx.value(17), translation));
        observation.setBodySite(CweToCodeableConcept.map(obx.value(20), translation));
        var organization = XonToOrganization.map(obx.value(23), translation);
        if (organization != null) {
            observation.addPerformer(organization);
        }
        for (var value : obx.values(16)) {
            var observer = XcnToPractitioner.map(value, translation);
            if (observer != null) {
                observation.addPerformer(observer);
            }
        }
    }

    private static void setRange(Observation observation, SegmentReader obx) {
        var text = obx.wholeText(7);
        if (text == null) {
            return;
        }
        var range = observation.addReferenceRange().setText(text);
        var match = RANGE.matcher(text);
        if (match.matches()) {
            range.setLow(simple(match.group(1), obx)).setHigh(simple(match.group(2), obx));
            return;
        }
        var bound = ObxToValue.quantity(text, obx);
        if (bound != null && bound.hasComparator()) {
            var isUpper = bound.getComparator().toCode().startsWith("<");
            bound.setComparator(null);
            if (isUpper) {
                range.setHigh(bound);
            } else {
                range.setLow(bound);
            }
        }
    }

    private static @Nullable Quantity simple(String number, SegmentReader obx) {
        return ObxToValue.quantity(number, obx);
    }
}
