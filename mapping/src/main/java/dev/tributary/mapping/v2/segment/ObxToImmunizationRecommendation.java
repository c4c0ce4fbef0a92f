package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ImmunizationRecommendation;
import org.hl7.fhir.r4.model.ImmunizationRecommendation.ImmunizationRecommendationRecommendationComponent;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.jspecify.annotations.Nullable;

/**
 * OBX under an RXA of "no vaccine administered" (998) to ImmunizationRecommendation, one recommendation for each OBX-4. HL7's guide has no
 * map; the codes are those of CDC's guide for evaluated histories (profile Z42).
 */
public final class ObxToImmunizationRecommendation {

    private static final String STATUS = "http://terminology.hl7.org/CodeSystem/immunization-recommendation-status";
    private static final String LOINC = "http://loinc.org";

    private final PatientContext subject;
    private final Translation translation;
    private final Map<String, ImmunizationRecommendationRecommendationComponent> recommendations =
            new LinkedHashMap<>();

    public ObxToImmunizationRecommendation(PatientContext subject, Translation translation) {
        this.subject = subject;
        this.translation = translation;
    }

    /** True if the OBX belongs to a forecast. */
    public static boolean takes(V2Segment obx) {
        return role(obx) != null && obx.isValued(5);
    }

    public void add(SegmentReader obx) {
        obx.ignore(1, 2, 4, 6, 11, 14, 17);
        var role = role(obx.segment());
        var key = obx.segment().raw(4).strip();
        var recommendation =
                recommendations.computeIfAbsent(key, each -> new ImmunizationRecommendationRecommendationComponent());
        CweToCodeableConcept.map(obx.value(3), translation);
        var concept =
                role != null && (role.equals("vaccineCode") || role.startsWith("forecast") || role.equals("series"))
                        ? CweToCodeableConcept.map(obx.value(5), translation)
                        : null;
        switch (role == null ? "" : role) {
            case "vaccineCode" -> {
                if (concept != null) {
                    recommendation.addVaccineCode(concept);
                }
            }
            case "forecastStatus" -> {
                if (concept != null) {
                    recommendation.setForecastStatus(concept);
                }
            }
            case "forecastReason" -> {
                if (concept != null) {
                    recommendation.addForecastReason(concept);
                }
            }
            case "series" -> {
                if (concept != null) {
                    recommendation.setSeries(
                            concept.hasText()
                                    ? concept.getText()
                                    : concept.getCodingFirstRep().getCode());
                }
            }
            case "doseNumber" -> setDose(recommendation, obx, true);
            case "seriesDoses" -> setDose(recommendation, obx, false);
            default -> addDate(recommendation, obx);
        }
    }

    /** Writes one resource with all of them, if there are any that name a vaccine. */
    public void write() {
        var forecast = new ImmunizationRecommendation().setPatient(subject.ofPatient());
        for (var recommendation : recommendations.values()) {
            if (!recommendation.hasVaccineCode()) {
                continue;
            }
            if (!recommendation.hasForecastStatus()) {
                recommendation.setForecastStatus(new CodeableConcept().addCoding(new Coding(STATUS, "due", "Due")));
            }
            forecast.addRecommendation(recommendation);
        }
        if (!forecast.hasRecommendation()) {
            return;
        }
        var occurred = translation.event().occurred();
        forecast.setDateElement(
                occurred == null
                        ? forecast.getRecommendationFirstRep()
                                .getDateCriterionFirstRep()
                                .getValueElement()
                        : occurred.copy());
        forecast.setId(translation.id("ImmunizationRecommendation", subject.key()));
        translation.write(forecast);
    }

    private void addDate(ImmunizationRecommendationRecommendationComponent recommendation, SegmentReader obx) {
        var date = TsToDateTime.map(obx.value(5), translation);
        var value = obx.segment().value(3);
        if (date != null && value != null) {
            recommendation
                    .addDateCriterion()
                    .setCode(new CodeableConcept().addCoding(new Coding(LOINC, value.component(1), value.component(2))))
                    .setValueElement(date);
        }
    }

    private static void setDose(
            ImmunizationRecommendationRecommendationComponent recommendation, SegmentReader obx, boolean isNumber) {
        var value = obx.value(5);
        var number = value == null ? null : CqToQuantity.decimal(value.component(1));
        if (number == null || number.signum() <= 0 || number.precision() - number.scale() > 3) {
            return;
        }
        if (isNumber) {
            recommendation.setDoseNumber(new PositiveIntType(number.intValue()));
        } else {
            recommendation.setSeriesDoses(new PositiveIntType(number.intValue()));
        }
    }

    private static @Nullable String role(V2Segment obx) {
        var value = obx.value(3);
        var code = value == null ? null : value.component(1);
        var entry = code == null ? null : CodeTable.of("Forecasts").get(code);
        return entry == null ? null : entry.target();
    }
}
