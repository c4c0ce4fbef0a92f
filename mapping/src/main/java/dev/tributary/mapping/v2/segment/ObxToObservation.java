package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.EipToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obx-to-observation.html">OBX to Observation</a>. OBX-4 only tells
 * observations apart; it does not make components.
 */
public final class ObxToObservation {

    private static final String LOINC = "http://loinc.org";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final String OBSERVATION_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0936";
    private static final String SUB_ID = "http://hl7.org/fhir/StructureDefinition/observation-v2-subid";
    private static final String ANALYSED = "http://hl7.org/fhir/StructureDefinition/observation-analysis-date-time";

    private static final Set<String> TEXTS = Set.of("TX", "FT", "ST");

    private static final String NATURE = "http://hl7.org/fhir/StructureDefinition/observation-nature-of-abnormal-test";

    private static final String STRUCTURE = "http://hl7.org/fhir/StructureDefinition/observation-structure-type";
    private static final String STRUCTURE_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0937";

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
     * @param obr whose section decides the category, and whose status counts where OBX-11 is empty; null if there is none
     */
    public static Observation map(
            SegmentReader obx, String key, Order order, @Nullable SegmentReader obr, Translation translation) {
        var observation = new Observation();
        obx.ignore(1);
        observation.setId(translation.id("Observation", key));
        observation.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            observation.setEncounter(order.encounter().copy());
        }
        var instance = EiToIdentifier.map(obx.value(21), "OBI", translation);
        if (instance != null) {
            observation.addIdentifier(instance);
        }
        observation.setStatus(status(obx, obr, translation));
        var code = CweToCodeableConcept.map(obx.value(3), translation);
        observation.setCode(code == null ? new CodeableConcept().setText("Unnamed observation") : code);
        setCategories(observation, obx, obr == null ? null : obr.text(24));
        ObxToValue.set(observation, obx, translation);
        if ("O".equals(obx.text(11)) && observation.hasValue()) {
            // An answer that was given when the test was ordered.
            observation.setStatus(ObservationStatus.FINAL);
        }
        setContext(observation, obx, translation);
        return observation;
    }

    private static ObservationStatus status(SegmentReader obx, @Nullable SegmentReader obr, Translation translation) {
        var code = obx.text(11);
        var entry = code == null ? null : CodeTable.of("HL70085").get(code);
        if (entry != null) {
            return ObservationStatus.fromCode(entry.target());
        }
        var result = obr == null || code != null ? null : obr.text(25);
        var reported = result == null ? null : CodeTable.of("HL70123").get(result);
        if (reported != null) {
            return reported.target().equals("partial")
                    ? ObservationStatus.PRELIMINARY
                    : ObservationStatus.fromCode(reported.target());
        }
        translation.warn(
                "code-invalid",
                obx.segment().path(11),
                "No result status that FHIR knows (table 0085); the observation is stored with status unknown.");
        return ObservationStatus.UNKNOWN;
    }

    private static void setCategories(Observation observation, SegmentReader obx, @Nullable String section) {
        var entry = section == null ? null : CodeTable.of("HL70074-category").get(section);
        for (var coding : observation.getCode().getCoding()) {
            if (entry == null && LOINC.equals(coding.getSystem())) {
                entry = CodeTable.of("VitalSigns").get(coding.getCode());
            }
        }
        if (entry != null) {
            observation.addCategory().addCoding(entry.toCoding());
        } else if (!isProse(observation, obx)) {
            observation.addCategory().addCoding(new Coding(CATEGORY, "laboratory", "Laboratory"));
        }
        var type = obx.text(29);
        if (type != null) {
            observation.addCategory().addCoding(new Coding(OBSERVATION_TYPE, type, null));
        }
    }

    /** Words without unit, range and flag may be of any department: a film, a letter, a result. */
    private static boolean isProse(Observation observation, SegmentReader obx) {
        var type = obx.text(2);
        var isText = type == null || TEXTS.contains(type);
        var segment = obx.segment();
        return isText
                && !segment.isValued(6)
                && !segment.isValued(7)
                && !segment.isValued(8)
                && observation.getCode().getCoding().stream().noneMatch(coding -> LOINC.equals(coding.getSystem()));
    }

    private static void setContext(Observation observation, SegmentReader obx, Translation translation) {
        ObxToReferenceRange.add(observation, obx);
        for (var value : obx.values(8)) {
            var interpretation = CweToCodeableConcept.translate(value, "HL70078", translation);
            if (interpretation != null) {
                observation.addInterpretation(interpretation);
            }
        }
        for (var value : obx.values(10)) {
            var nature = CweToCodeableConcept.map(value, "http://terminology.hl7.org/CodeSystem/v2-0080", translation);
            if (nature != null) {
                observation.addExtension(NATURE, nature);
            }
        }
        var effective = TsToDateTime.map(obx.value(14), translation);
        if (effective != null) {
            observation.setEffective(effective);
        }
        var analysed = TsToDateTime.map(obx.value(19), translation);
        if (analysed != null) {
            observation.addExtension(new Extension(ANALYSED, analysed));
        }
        var method = CweToCodeableConcept.map(obx.value(17), translation);
        observation.setMethod(method);
        observation.setBodySite(CweToCodeableConcept.map(obx.value(20), translation));
        var device = EiToIdentifier.map(obx.value(18), "SNO", translation);
        if (device != null) {
            observation.setDevice(new Reference().setType("Device").setIdentifier(device));
        }
        var subId = obx.wholeText(4);
        if (subId != null) {
            var extension = new Extension(SUB_ID);
            extension.addExtension(new Extension("original-sub-identifier", new StringType(subId)));
            observation.addExtension(extension);
        }
        var structure = obx.text(30);
        if (structure != null) {
            observation.addExtension(
                    STRUCTURE, new CodeableConcept().addCoding(new Coding(STRUCTURE_TYPE, structure, null)));
        }
        addSpecimens(observation, obx, translation);
        if (!observation.hasValue() && !observation.hasDataAbsentReason()) {
            // ours: HL7's guide leaves OBX-32 open
            observation.setDataAbsentReason(CweToCodeableConcept.map(obx.value(32), translation));
        }
        ObxToPerformer.add(observation, obx, translation);
    }

    /** OBX-33: the specimen of this observation alone, of this message or another; of several FHIR names none. */
    private static void addSpecimens(Observation observation, SegmentReader obx, Translation translation) {
        var values = obx.segment().values(33);
        if (values.size() != 1) {
            return;
        }
        var value = obx.value(33);
        var filler = EipToIdentifier.filler(value, translation);
        var identifier = filler == null ? EipToIdentifier.placer(value, translation) : filler;
        if (value == null || identifier == null) {
            return;
        }
        var key = filler == null
                ? EiToIdentifier.key(value.inner(1), "PLAC", translation.profile())
                : EiToIdentifier.key(value.inner(2), "FILL", translation.profile());
        var reference = "Specimen/" + translation.id("Specimen", key == null ? "" : key);
        observation.setSpecimen(
                translation.isWritten(reference)
                        ? new Reference(reference)
                        : new Reference().setType("Specimen").setIdentifier(identifier));
    }
}
