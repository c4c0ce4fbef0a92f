package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.AccToEncounter;
import dev.tributary.mapping.v2.segment.Al1ToAllergyIntolerance;
import dev.tributary.mapping.v2.segment.Db1ToCondition;
import dev.tributary.mapping.v2.segment.Dg1ToCondition;
import dev.tributary.mapping.v2.segment.Gt1ToRelatedPerson;
import dev.tributary.mapping.v2.segment.IamToAllergyIntolerance;
import dev.tributary.mapping.v2.segment.In3ToCareTeam;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.NteToObservation;
import dev.tributary.mapping.v2.segment.ObxToObservation;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PdaToObservation;
import dev.tributary.mapping.v2.segment.PidToAccount;
import dev.tributary.mapping.v2.segment.Pr1ToProcedure;
import dev.tributary.mapping.v2.segment.Pv1ToEncounter;
import dev.tributary.mapping.v2.segment.Pv2ToEncounter;
import dev.tributary.mapping.v2.segment.RolToParticipation;
import dev.tributary.mapping.v2.segment.SecurityLabels;
import dev.tributary.mapping.v2.segment.UbToEncounter;
import dev.tributary.mapping.v2.segment.Visit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The segments that follow the PID in messages about a patient or a visit, in whatever order they come: PV1, PV2, AL1, IAM, DG1, PR1,
 * ROL, PRT, ARV, GT1, IN1, IN2, IN3, OBX, DB1 and PDA. For one message.
 */
final class VisitSegments {

    private static final Set<String> DONE = Set.of("MSH", "EVN", "PID", "PD1", "NK1", "MRG");

    private final AdtMessage.Subject subject;
    private final @Nullable Visit visit;
    private final Translation translation;
    private final Set<String> cleared = new HashSet<>();
    private final @Nullable Account account;
    private @Nullable Encounter encounter;
    private @Nullable Procedure procedure;
    private @Nullable AllergyIntolerance allergy;
    private @Nullable CareTeam team;
    private @Nullable Observation observation;
    private final InsuranceSegments insurances;
    private boolean isPastVisit;
    /** The PV1 and PV2 that were read; others say nothing that could be told apart. */
    private final Set<V2Segment> visitSegments = new HashSet<>();

    /** @param visit null if the message is about the person only */
    VisitSegments(AdtMessage.Subject subject, @Nullable Visit visit) {
        this.subject = subject;
        this.visit = visit;
        this.translation = subject.translation();
        this.account = PidToAccount.map(subject.account(), subject.patient(), translation);
        this.insurances = new InsuranceSegments(subject, account);
    }

    void map(List<V2Segment> segments) {
        readVisit(segments);
        for (var i = 0; i < segments.size(); i++) {
            var segment = segments.get(i);
            if (segment.name().equals("IN1")) {
                insurances.map(segments, i);
            } else if (!segment.name().equals("IN2")
                    || i == 0
                    || !segments.get(i - 1).name().equals("IN1")) {
                take(segment);
            }
        }
        finishAllergy();
        finishProcedure();
        var pv1 = AdtMessage.first(segments, "PV1");
        if (pv1 != null && visitSegments.contains(pv1) && !translation.isVisitMentioned()) {
            insurances.addClass(translation.read(pv1));
        }
        if (team != null && team.hasParticipant()) {
            translation.write(team);
        }
        writeVisit();
    }

    private void readVisit(List<V2Segment> segments) {
        var pv1 = AdtMessage.first(segments, "PV1");
        if (visit == null || pv1 == null) {
            return;
        }
        var result = Pv1ToEncounter.map(translation.read(pv1), visit, translation, cleared);
        var pv2 = AdtMessage.first(segments, "PV2");
        visitSegments.add(pv1);
        if (pv2 != null) {
            visitSegments.add(pv2);
            Pv2ToEncounter.add(result, translation.read(pv2), translation, cleared);
        }
        encounter = result;
    }

    private void writeVisit() {
        if (account != null) {
            var reference = translation.write(account);
            if (encounter != null) {
                encounter.addAccount(reference);
            }
        }
        if (encounter != null) {
            if (translation.isVisitMentioned()) {
                Pv1ToEncounter.nameOnly(encounter);
            }
            translation.write(encounter, cleared);
        }
    }

    private void take(V2Segment segment) {
        if (DONE.contains(segment.name())) {
            return;
        }
        if (!segment.name().equals("NTE")) {
            observation = null;
        }
        switch (segment.name()) {
            case "PV1", "PV2" -> visitSegment(segment);
            case "AL1" ->
                Al1ToAllergyIntolerance.write(translation.read(segment), subject.key(), subject.patient(), translation);
            case "IAM" -> {
                finishAllergy();
                finishProcedure();
                allergy = IamToAllergyIntolerance.map(
                        translation.read(segment), subject.key(), subject.patient(), translation);
            }
            case "NTE" -> note(translation.read(segment));
            case "DG1" ->
                Dg1ToCondition.write(translation.read(segment), key(), subject.patient(), encounter, translation);
            case "PR1" -> {
                finishAllergy();
                finishProcedure();
                procedure = Pr1ToProcedure.map(
                        translation.read(segment), key(), subject.patient(), encounterReference(), translation);
            }
            case "ROL", "PRT" -> participation(segment);
            case "IN3" -> In3ToCareTeam.add(team(), translation.read(segment));
            case "ARV" -> restriction(translation.read(segment));
            case "GT1" ->
                Gt1ToRelatedPerson.write(
                        translation.read(segment), subject.key(), subject.patient(), account, translation);
            case "OBX" -> observation(segment);
            case "DB1" ->
                Db1ToCondition.write(translation.read(segment), subject.key(), subject.patient(), translation);
            case "PDA" ->
                PdaToObservation.write(
                        translation.read(segment),
                        subject.key(),
                        subject.resource(),
                        encounterReference(),
                        translation);
            case "ACC", "UB1", "UB2" -> circumstances(segment);
            default -> translation.read(segment);
        }
    }

    /** Of the visit; without one they stay in the message. */
    private void circumstances(V2Segment segment) {
        var reader = translation.read(segment);
        if (encounter == null) {
            return;
        }
        switch (segment.name()) {
            case "ACC" -> AccToEncounter.add(encounter, reader, translation);
            case "UB1" -> UbToEncounter.addUb1(encounter, reader, translation);
            default -> UbToEncounter.addUb2(encounter, reader, translation);
        }
    }

    /** Of the patient before PV1, of the visit after it. */
    private void restriction(SegmentReader arv) {
        if (!isPastVisit) {
            SecurityLabels.addRestriction(subject.resource(), arv, translation);
        } else if (encounter != null) {
            SecurityLabels.addRestriction(encounter, arv, translation);
        }
    }

    private CareTeam team() {
        var known = team;
        if (known != null) {
            return known;
        }
        var begun = new CareTeam().setSubject(subject.patient().copy());
        begun.setId(translation.id("CareTeam", subject.key()));
        team = begun;
        return begun;
    }

    private void visitSegment(V2Segment segment) {
        isPastVisit = true;
        if (visit == null || !visitSegments.contains(segment)) {
            translation.read(segment).ignore(1, 2);
        }
    }

    private void note(SegmentReader nte) {
        var observed = observation;
        if (allergy == null && observed == null && procedure == null) {
            NteToObservation.write(nte, subject.key(), subject.patient(), encounterReference(), translation);
            return;
        }
        var note = NteToAnnotation.map(nte, translation);
        if (note == null) {
            return;
        }
        if (observed != null) {
            observed.addNote(note);
        } else if (procedure != null) {
            procedure.addNote(note);
        } else if (allergy != null) {
            allergy.addNote(note);
        }
    }

    private void participation(V2Segment segment) {
        var participation = RolToParticipation.map(translation.read(segment), translation);
        if (procedure != null) {
            participation.addTo(procedure);
        } else if (!isPastVisit && !participation.addTo(subject.resource())) {
            participation.addTo(team());
        } else if (isPastVisit && encounter != null) {
            participation.addTo(encounter);
        }
    }

    /** An observation of an admission: weight, height, what the sender's table names. It is of no known category. */
    private void observation(V2Segment obx) {
        var event = translation.event();
        var key =
                key() + "|" + ObxToObservation.key(obx, translation) + "|" + event.controlId() + "|" + obx.occurrence();
        var order = new Order(key, null, "", subject.patient(), encounterReference());
        var observation = ObxToObservation.map(translation.read(obx), key, order, null, translation);
        observation.setCategory(null);
        if (!observation.hasEffective() && event.occurred() != null) {
            observation.setEffective(event.occurred().copy());
        }
        finishAllergy();
        this.observation = observation;
        translation.write(observation);
    }

    private void finishAllergy() {
        if (allergy != null) {
            IamToAllergyIntolerance.write(allergy, translation);
        }
        allergy = null;
    }

    private void finishProcedure() {
        if (procedure != null) {
            translation.write(procedure);
        }
        procedure = null;
    }

    private String key() {
        return visit == null ? subject.key() : visit.encounterKey();
    }

    private @Nullable Reference encounterReference() {
        return encounter == null
                ? null
                : new Reference("Encounter/" + encounter.getIdElement().getIdPart());
    }
}
