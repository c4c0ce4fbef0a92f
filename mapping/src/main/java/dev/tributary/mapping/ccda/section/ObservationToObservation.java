package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.codesystems.V3ObservationInterpretation;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-results.html">Observations of any kind to Observation</a>. */
final class ObservationToObservation {

    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";
    private static final String INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    private static final Set<String> COMPOSED = Set.of("MO", "ED", "II", "SC");

    private ObservationToObservation() {}

    /** Written with everything that the statement says. */
    static Reference write(Entry entry, String category) {
        return entry.translation().write(map(entry, category), entry.element());
    }

    /** Not written yet. */
    static Observation map(Entry entry, String category) {
        var element = entry.element();
        var translation = entry.translation();
        var observation = new Observation();
        observation.setId(translation.entryId("Observation", element));
        observation.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        observation.setSubject(translation.patient());
        var status = CodeMap.of("ResultStatus").target(entry.statusCode());
        observation.setStatus(ObservationStatus.fromCode(Objects.requireNonNullElse(status, "final")));
        observation.addCategory(category(category));
        observation.setCode(ProcedureActivityToProcedure.code(element, translation));
        observation.setEffective(IvlTsToPeriod.effective(element.child("effectiveTime"), translation));
        setValue(observation, element.child("value"), translation);
        for (var code : element.children("interpretationCode")) {
            var mapped = CdToCodeableConcept.bound(
                    code, INTERPRETATION, ObservationToObservation::isInterpretation, translation);
            if (mapped != null) {
                observation.addInterpretation(mapped);
            }
        }
        observation.setMethod(CdToCodeableConcept.map(element.child("methodCode"), translation));
        observation.setBodySite(CdToCodeableConcept.map(element.child("targetSiteCode"), translation));
        addRanges(observation, element, translation);
        addPerformers(observation, element, translation);
        observation.setNote(Related.notes(element, translation));
        if (entry.isNegated()) {
            translation.warn(
                    "business-rule",
                    element,
                    "The observation is negated, which FHIR has no element for; see its note.");
            observation.addNote().setText("Negated in the source document: this was not observed.");
        }
        return observation;
    }

    private static boolean isInterpretation(String code) {
        try {
            return V3ObservationInterpretation.fromCode(code) != V3ObservationInterpretation.NULL;
        } catch (FHIRException unknown) {
            return false;
        }
    }

    static CodeableConcept category(String code) {
        return new CodeableConcept().addCoding(new Coding(CATEGORY, code, null));
    }

    private static void addPerformers(Observation observation, CdaElement element, CdaTranslation translation) {
        observation.setPerformer(Related.performers(element, translation));
        var author = Related.author(translation, element);
        if (!observation.hasPerformer() && author != null) {
            observation.addPerformer(author);
        }
    }

    private static void setValue(Observation observation, CdaElement value, CdaTranslation translation) {
        var mapped = value(value, translation);
        if (mapped != null) {
            observation.setValue(mapped);
        } else if (value.exists()) {
            observation.setDataAbsentReason(NullFlavor.reason(value.nullFlavor()));
        }
    }

    /** The value in the type that its xsi:type means; null if there is none. */
    static @Nullable Type value(CdaElement value, CdaTranslation translation) {
        if (value.isAbsent()) {
            return null;
        }
        var type = String.valueOf(value.type());
        return switch (type) {
            case "PQ", "REAL" -> number(value, translation);
            case "IVL_PQ", "IVL_REAL", "IVL_INT" -> PqToQuantity.interval(value, translation);
            case "INT" -> integer(value, translation);
            case "BL" -> value.attribute("value") == null ? null : new BooleanType(value.has("value", "true"));
            case "TS", "IVL_TS" -> IvlTsToPeriod.effective(value, translation);
            case "RTO", "RTO_PQ_PQ" -> PqToQuantity.ratio(value, translation);
            case "ST", "ED" -> string(value, translation);
            default -> COMPOSED.contains(type) ? string(value, translation) : guess(value, translation);
        };
    }

    private static @Nullable Type number(CdaElement value, CdaTranslation translation) {
        var quantity = PqToQuantity.map(value, translation);
        var text = value.attribute("value");
        return quantity == null && text != null ? new StringType(text) : quantity;
    }

    private static @Nullable Type integer(CdaElement value, CdaTranslation translation) {
        var text = value.attribute("value");
        if (text == null) {
            return null;
        }
        return text.matches("-?\\d{1,9}") ? new IntegerType(text) : number(value, translation);
    }

    private static @Nullable Type string(CdaElement value, CdaTranslation translation) {
        var words = NarrativeText.of(value, translation);
        return words == null ? null : new StringType(words);
    }

    /** Coded types, and values whose type nobody wrote. */
    private static @Nullable Type guess(CdaElement value, CdaTranslation translation) {
        if (value.attribute("value") != null) {
            return number(value, translation);
        }
        var concept = CdToCodeableConcept.map(value, translation);
        return concept == null ? string(value, translation) : concept;
    }

    private static void addRanges(Observation observation, CdaElement element, CdaTranslation translation) {
        for (var each : element.children("referenceRange")) {
            var range = each.child("observationRange");
            var interpretation = range.child("interpretationCode").attribute("code");
            if (interpretation != null && !interpretation.equals("N")) {
                continue;
            }
            var mapped = observation.addReferenceRange();
            var value = range.child("value");
            var low = PqToQuantity.map(value.child("low"), translation);
            var high = PqToQuantity.map(value.child("high"), translation);
            mapped.setLow(low == null ? null : PqToQuantity.plain(low));
            mapped.setHigh(high == null ? null : PqToQuantity.plain(high));
            var words = NarrativeText.of(range.child("text"), translation);
            if (words == null && low == null && high == null) {
                words = NarrativeText.of(value, translation);
            }
            mapped.setText(words);
            if (mapped.isEmpty()) {
                observation.getReferenceRange().remove(mapped);
            }
        }
    }

    /** A reaction to an immunization, for its detail. */
    static Reference reaction(CdaElement reaction, CdaTranslation translation) {
        var observation = new Observation();
        observation.setId(translation.entryId("Observation", reaction));
        observation.setIdentifier(IiToIdentifier.all(reaction, translation.profile()));
        observation.setStatus(ObservationStatus.FINAL);
        observation.setSubject(translation.patient());
        observation.setCode(CdToCodeableConcept.required(reaction.child("code"), translation));
        observation.setEffective(IvlTsToPeriod.effective(reaction.child("effectiveTime"), translation));
        var value = Related.value(reaction, translation);
        if (value != null) {
            observation.setValue(value);
        } else {
            observation.setDataAbsentReason(NullFlavor.reason("UNK"));
        }
        return translation.write(observation, reaction);
    }
}
