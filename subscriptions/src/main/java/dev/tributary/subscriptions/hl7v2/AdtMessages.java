package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch03.html">ADT messages of HL7 v2.5.1</a> from the record. The same event of the same
 * subscription gives the same MSH-10 and MSH-7 whenever it is built.
 */
final class AdtMessages {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssZ").withZone(ZoneOffset.UTC);
    private static final int LONGEST_CONTROL_ID = 20;
    private static final int DEATH_INDICATOR = 30;

    private final String fhirBase;

    AdtMessages(String fhirBase) {
        this.fhirBase = fhirBase;
    }

    /** A message and what its acknowledgement must name. */
    record Outbound(String controlId, String text) {}

    /** MSH-10: of the subscription and the event's number, so that a destination knows a repeated message; at most 20 characters. */
    static String controlId(String subscriptionId, long number) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((subscriptionId + '/' + number).getBytes(StandardCharsets.UTF_8));
            String hash = HexFormat.of().withUpperCase().formatHex(digest);
            String counted = "-" + number;
            return hash.substring(0, LONGEST_CONTROL_ID - counted.length()) + counted;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }

    /** Empty if what it is about can no longer be read. */
    Optional<Outbound> build(EventContext context, String subscriptionId, V2Destination destination) {
        NotifiedEvent event = context.event();
        Patient patient = context.patient().orElse(null);
        Trigger trigger = Trigger.of(event.kind(), context);
        Encounter visit = context.encounter().orElse(null);
        if (patient == null || (trigger.visit() && visit == null)) {
            return Optional.empty();
        }
        String controlId = controlId(subscriptionId, event.number());
        List<SegmentWriter> segments = new ArrayList<>();
        segments.add(evn(trigger, event));
        PatientSegments persons = new PatientSegments(destination, fhirBase);
        if (trigger.equals(Trigger.MERGE)) {
            merge(segments, persons, patient, context);
        } else {
            segments.add(withDeath(persons.pid(patient, Set.of()), patient, event.kind()));
            addVisit(segments, trigger, visit, new VisitSegments(context, destination, fhirBase));
            addDetails(segments, trigger, visit, event.patient(), new DetailSegments(context));
        }
        String body = segments.stream()
                .filter(segment -> !segment.isEmpty())
                .map(SegmentWriter::encode)
                .collect(Collectors.joining("\r", "", "\r"));
        return Optional.of(new Outbound(controlId, msh(trigger, event, controlId, destination) + "\r" + body));
    }

    /** A death may be known by how a visit ended alone; a message that is sent for it says so. */
    private static SegmentWriter withDeath(SegmentWriter pid, Patient patient, String kind) {
        if (patient.hasDeceased()) {
            return pid;
        }
        return switch (kind) {
            case "death" -> pid.set(DEATH_INDICATOR, "Y");
            case "death-corrected" -> pid.set(DEATH_INDICATOR, "N");
            default -> pid;
        };
    }

    /** PID has the numbers of the survivor that were not the retired one's. */
    private static void merge(
            List<SegmentWriter> segments, PatientSegments persons, Patient patient, EventContext context) {
        List<Patient> retired = context.retired();
        Set<String> theirs = retired.stream()
                .flatMap(each -> each.getIdentifier().stream())
                .map(PatientSegments::key)
                .collect(Collectors.toSet());
        boolean leavesNone = patient.getIdentifier().stream()
                .filter(Identifier::hasValue)
                .allMatch(identifier -> theirs.contains(PatientSegments.key(identifier)));
        segments.add(persons.pid(patient, leavesNone ? Set.of() : theirs));
        segments.add(persons.mrg(retired));
    }

    private static void addVisit(
            List<SegmentWriter> segments, Trigger trigger, @Nullable Encounter visit, VisitSegments visits) {
        if (trigger.visit() && visit != null) {
            segments.add(visits.pv1(visit));
            segments.add(visits.pv2(visit));
        } else {
            segments.add(VisitSegments.none());
        }
    }

    private static void addDetails(
            List<SegmentWriter> segments,
            Trigger trigger,
            @Nullable Encounter visit,
            String patient,
            DetailSegments details) {
        if (trigger.details() && visit != null) {
            segments.addAll(details.allergies(patient));
            segments.addAll(details.diagnoses(visit));
            segments.addAll(details.insurances(patient));
        }
    }

    private static SegmentWriter evn(Trigger trigger, NotifiedEvent event) {
        String occurred = TIME.format(event.occurred());
        return new SegmentWriter("EVN").set(1, trigger.code()).set(2, occurred).set(6, occurred);
    }

    private static String msh(Trigger trigger, NotifiedEvent event, String controlId, V2Destination destination) {
        Instant created = event.recorded();
        SegmentWriter msh = new SegmentWriter("MSH|^~\\&");
        // MSH-1 and MSH-2 are in the name, so every field stands two places further left than its number.
        msh.set(1, Er7.text(destination.sendingApplication()));
        msh.set(2, Er7.text(destination.sendingFacility()));
        msh.set(3, Er7.text(destination.receivingApplication()));
        msh.set(4, Er7.text(destination.receivingFacility()));
        msh.set(5, TIME.format(created));
        msh.set(7, "ADT^" + trigger.code() + "^" + trigger.structure());
        msh.set(8, controlId).set(9, "P").set(10, "2.5.1");
        if (destination.enhanced()) {
            msh.set(13, "AL").set(14, "NE");
        }
        return msh.set(16, "UNICODE UTF-8").encode();
    }
}
