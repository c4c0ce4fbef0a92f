package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger event of ADT means for the visit: one row of the state machine in {@code docs/encounter-states.md}, after
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Tables/0003">table 0003</a>.
 *
 * @param status that the visit has from now on; null leaves it as it was
 * @param begins whether the event's time is the start of a visit that tells none
 * @param ends whether the event's time is the end of a visit that tells none
 * @param arrives whether the patient comes to PV1-3 at the event's time
 * @param returns whether the patient is in PV1-3 as before, because a move, or a discharge, did not happen
 * @param isUpdate whether it is about the person too, so that it need not name a visit
 * @param isExpected whether nobody has come to PV1-3 yet, or ever will
 * @param cleared elements that it takes away
 */
public record VisitEvent(
        @Nullable EncounterStatus status,
        boolean begins,
        boolean ends,
        boolean arrives,
        boolean returns,
        boolean isUpdate,
        boolean isExpected,
        Set<String> cleared) {

    private static final Set<String> FLAGS = Set.of("begins", "ends", "arrives", "returns", "update", "expected");

    /** The row of an event; one that is not listed changes no state. */
    public static VisitEvent of(String code) {
        var entry = CodeTable.of("HL70003-VisitEvent").get(code);
        if (entry == null) {
            return new VisitEvent(null, false, false, false, false, true, false, Set.of());
        }
        var words = entry.system() == null
                ? Set.<String>of()
                : Stream.of(entry.system().split(" ")).collect(Collectors.toUnmodifiableSet());
        var cleared =
                words.stream().filter(word -> !FLAGS.contains(word)).collect(Collectors.toCollection(TreeSet::new));
        if (words.contains("returns")) {
            cleared.add("location.active");
        }
        return new VisitEvent(
                entry.target().isEmpty() ? null : EncounterStatus.fromCode(entry.target()),
                words.contains("begins"),
                words.contains("ends"),
                words.contains("arrives"),
                words.contains("returns"),
                words.contains("update"),
                words.contains("expected"),
                cleared);
    }

    /** A visit that never was, or never will be: its times and places say nothing. */
    public boolean isCancelled() {
        return status == EncounterStatus.CANCELLED || status == EncounterStatus.ENTEREDINERROR;
    }

    /** What the status becomes; null leaves it as it was. Only a visit that is under way can have come to its end meanwhile. */
    public @Nullable EncounterStatus status(boolean isEnded, boolean isPreadmission) {
        var mayEnd = status == null || status == EncounterStatus.INPROGRESS || status == EncounterStatus.FINISHED;
        if (isEnded && mayEnd) {
            return EncounterStatus.FINISHED;
        }
        return begins && isPreadmission && status == EncounterStatus.INPROGRESS ? EncounterStatus.PLANNED : status;
    }
}
