package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Immunization.ImmunizationEducationComponent;
import org.hl7.fhir.r4.model.Immunization.ImmunizationProtocolAppliedComponent;
import org.hl7.fhir.r4.model.Immunization.ImmunizationStatus;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * OBX under RXA to Immunization, as CDC's guide for immunization messaging numbers them: funding, vaccine information statements (one for
 * each OBX-4), dose number, reaction, comment. HL7's guide leaves them to the realm. What has no element stays an Observation.
 */
public final class ObxToImmunization {

    private final Immunization immunization;
    private final Translation translation;
    private final Map<String, ImmunizationEducationComponent> education = new LinkedHashMap<>();
    private final Map<String, String> vaccines = new LinkedHashMap<>();
    private final ImmunizationProtocolAppliedComponent protocol = new ImmunizationProtocolAppliedComponent();

    public ObxToImmunization(Immunization immunization, Translation translation) {
        this.immunization = immunization;
        this.translation = translation;
    }

    /** What OBX-3 says of an Immunization; null if it is an observation of its own. */
    public static @Nullable String role(V2Segment obx) {
        var value = obx.value(3);
        var code = value == null ? null : value.component(1);
        var entry =
                code == null ? null : CodeTable.of("ImmunizationObservations").get(code);
        return entry == null ? null : entry.target();
    }

    /** Dose number and schedule as Observation only, where the sender does not give what FHIR demands of a protocol. */
    public static boolean isObservation(@Nullable String role, boolean hasDoseNumber) {
        if (role == null) {
            return true;
        }
        return switch (role) {
            case "reaction", "contraindication", "immunity" -> true;
            case "protocolApplied.seriesDoses", "protocolApplied.series" -> !hasDoseNumber;
            default -> false;
        };
    }

    /** @param observation the Observation of the same OBX; null if it has none */
    public void add(SegmentReader obx, String role, @Nullable Reference observation) {
        if (observation == null) {
            obx.ignore(1, 2, 4, 11, 14, 17);
            CweToCodeableConcept.map(obx.value(3), translation);
        } else {
            obx.ignoreAll(); // the Observation carries it
        }
        switch (role) {
            case "programEligibility" -> addIfAny(concept(obx), "programEligibility");
            case "fundingSource" -> immunization.setFundingSource(concept(obx));
            case "reasonCode" -> addIfAny(concept(obx), "reasonCode");
            case "note" -> addNote(obx);
            case "reaction" -> addReaction(obx, observation);
            case "contraindication" -> setStatusReason("MEDPREC", "medical precaution");
            case "immunity" -> setStatusReason("IMMUNE", "immunity");
            case "protocolApplied.doseNumber" -> addDoseNumber(obx);
            case "protocolApplied.seriesDoses" -> {
                var doses = count(obx);
                if (doses != null) {
                    protocol.setSeriesDoses(doses);
                }
            }
            case "protocolApplied.series" -> protocol.setSeries(text(concept(obx)));
            default -> addEducation(obx, role);
        }
    }

    /** To be called once, after the last OBX. */
    public void finish() {
        for (var entry : education.entrySet()) {
            var statement = entry.getValue();
            var vaccine = vaccines.get(entry.getKey());
            if (!statement.hasDocumentType()) {
                statement.setDocumentType(
                        vaccine == null
                                ? "Vaccine information statement"
                                : "Vaccine information statement: " + vaccine);
            }
            if (statement.hasPublicationDate() || statement.hasPresentationDate() || !isTypeOfVaccineOnly(statement)) {
                immunization.addEducation(statement);
            }
        }
        if (protocol.hasDoseNumber()) {
            immunization.addProtocolApplied(protocol);
        }
    }

    private static boolean isTypeOfVaccineOnly(ImmunizationEducationComponent statement) {
        return statement.getDocumentType().startsWith("Vaccine information statement");
    }

    private void addIfAny(@Nullable CodeableConcept concept, String element) {
        if (concept != null && element.equals("reasonCode")) {
            immunization.addReasonCode(concept);
        } else if (concept != null) {
            immunization.addProgramEligibility(concept);
        }
    }

    private void addEducation(SegmentReader obx, String role) {
        var key = obx.segment().raw(4).strip();
        var statement = education.computeIfAbsent(key, each -> new ImmunizationEducationComponent());
        switch (role) {
            case "education.documentType" -> statement.setDocumentType(text(concept(obx)));
            case "education.vaccine" -> {
                var vaccine = text(concept(obx));
                if (vaccine != null) {
                    vaccines.put(key, vaccine);
                }
            }
            case "education.publicationDate" -> {
                var date = TsToDateTime.map(obx.value(5), translation);
                if (date != null) {
                    statement.setPublicationDateElement(date);
                }
            }
            default -> {
                var date = TsToDateTime.map(obx.value(5), translation);
                if (date != null) {
                    statement.setPresentationDateElement(date);
                }
            }
        }
    }

    private void addNote(SegmentReader obx) {
        var text = obx.wholeText(5);
        if (text != null) {
            immunization.addNote().setText(text);
        }
    }

    private void addReaction(SegmentReader obx, @Nullable Reference observation) {
        var date = TsToDateTime.map(obx.value(14), translation);
        var reaction = immunization.addReaction();
        if (date != null) {
            reaction.setDateElement(date);
        }
        if (observation != null) {
            reaction.setDetail(observation.copy());
        }
    }

    private void setStatusReason(String code, String display) {
        if (immunization.getStatus() == ImmunizationStatus.NOTDONE && !immunization.hasStatusReason()) {
            immunization.setStatusReason(RxaToImmunization.reason(code, display));
        }
    }

    private void addDoseNumber(SegmentReader obx) {
        var number = count(obx);
        if (number != null) {
            protocol.setDoseNumber(number);
        }
    }

    private static @Nullable PositiveIntType count(SegmentReader obx) {
        var value = obx.value(5);
        var number = value == null ? null : CqToQuantity.decimal(value.component(1));
        return number != null
                        && number.signum() > 0
                        && number.compareTo(BigDecimal.valueOf(1000)) < 0
                        && number.stripTrailingZeros().scale() <= 0
                ? new PositiveIntType(number.intValue())
                : null;
    }

    private @Nullable CodeableConcept concept(SegmentReader obx) {
        return CweToCodeableConcept.map(obx.value(5), translation);
    }

    private static @Nullable String text(@Nullable CodeableConcept concept) {
        if (concept == null) {
            return null;
        }
        return concept.hasText()
                ? concept.getText()
                : concept.getCodingFirstRep().getCode();
    }
}
