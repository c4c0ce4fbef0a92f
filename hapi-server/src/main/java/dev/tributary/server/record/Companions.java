package dev.tributary.server.record;

import dev.tributary.identity.UnificationPlan.IdentityKeyHash;
import dev.tributary.server.record.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient.LinkType;

/**
 * Who goes along when a source says that one of its records is somebody else's (ADT A40, A24): the records that were retired into it
 * before, so that a chain of merges ends with one person, and those that are one person with it by a strong identifier.
 */
final class Companions {

    private final LinkTable links;
    private final Verdicts verdicts;
    private final Set<String> nationalSystems;
    private final Persons unit;

    Companions(LinkTable links, Verdicts verdicts, Set<String> nationalSystems, Persons unit) {
        this.links = links;
        this.verdicts = verdicts;
        this.nationalSystems = nationalSystems;
        this.unit = unit;
    }

    /** Moves them to the person that the record went to, one after the other: each may have companions of its own. */
    void follow(String left, String record, String reason) {
        var to = Objects.requireNonNull(unit.links().get(record)).unified();
        var behind = new ArrayList<>(links.byPerson(List.of(left)));
        var gone = new ArrayList<>(List.of(record));
        for (var next = next(behind, gone, to); next.isPresent(); next = next(behind, gone, to)) {
            unit.move(next.get(), to, reason);
            behind.remove(next.get());
            gone.add(next.get().sourcePatient());
        }
    }

    private Optional<PatientLink> next(List<PatientLink> behind, List<String> gone, String to) {
        if (behind.isEmpty()) {
            return Optional.empty();
        }
        var numbers = links.keysOf(gone);
        return behind.stream()
                .filter(each -> isRetiredInto(each, gone) || sharesNumber(each, numbers) && hasNoOtherNumber(each, to))
                .filter(each -> !isForbidden(each, to))
                .findFirst();
    }

    private boolean isRetiredInto(PatientLink record, Collection<String> gone) {
        var patient = unit.sourcePatient(record.sourcePatient());
        return patient != null
                && patient.getLink().stream()
                        .filter(link -> link.getType() == LinkType.REPLACEDBY)
                        .anyMatch(link -> gone.contains(
                                link.getOther().getReferenceElement().getIdPart()));
    }

    private boolean sharesNumber(PatientLink record, Set<IdentityKeyHash> numbers) {
        return links.keysOf(List.of(record.sourcePatient())).stream().anyMatch(numbers::contains);
    }

    /** Whether it was decided that they are two. */
    private boolean isForbidden(PatientLink record, String to) {
        var all = new ArrayList<>(recordsOf(to));
        all.add(record.sourcePatient());
        return verdicts.among(all).stream()
                .filter(standing -> standing.verdict() == Verdict.NEVER_LINK)
                .anyMatch(standing ->
                        record.sourcePatient().equals(standing.pair().a())
                                || record.sourcePatient().equals(standing.pair().b()));
    }

    /** Not if both have a number of one national system and not the same; the source itself may say that they are one all the same. */
    private boolean hasNoOtherNumber(PatientLink record, String to) {
        var theirs = links.keysOf(recordsOf(to));
        return links.keysOf(List.of(record.sourcePatient())).stream()
                .filter(key -> nationalSystems.contains(key.system()) && !theirs.contains(key))
                .noneMatch(
                        key -> theirs.stream().anyMatch(other -> other.system().equals(key.system())));
    }

    private List<String> recordsOf(String person) {
        return links.byPerson(List.of(person)).stream()
                .map(PatientLink::sourcePatient)
                .toList();
    }
}
