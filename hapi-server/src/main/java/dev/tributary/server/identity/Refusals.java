package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Regrouping.Member;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.record.Verdicts.Verdict;
import java.util.List;
import java.util.Optional;

/** What cannot be decided of persons: 404 for whom nobody knows, 422 with the reason and what to do for the rest. */
final class Refusals {

    private final Regrouping regrouping;
    private final Verdicts verdicts;

    Refusals(Regrouping regrouping, Verdicts verdicts) {
        this.regrouping = regrouping;
        this.verdicts = verdicts;
    }

    /** The person that this is, or whose source record it is. */
    String person(String id) {
        return regrouping.personOf(id).orElseThrow(() -> unknown(id));
    }

    private RuntimeException unknown(String id) {
        Optional<String> heir = regrouping.heirOf(id);
        return heir.isPresent()
                ? new UnprocessableEntityException("Patient/" + id + " was merged already and lives on in Patient/"
                        + heir.get() + ". Name that one.")
                : new ResourceNotFoundException("There is no Patient/" + id + ".");
    }

    static void requireTwo(String one, String other, String text) {
        if (one.equals(other)) {
            throw new UnprocessableEntityException("Nothing to do: " + text + ".");
        }
    }

    /** A source's own opinion (ADT A37) is outranked by $link, not by a merge of all that two persons have. */
    void requireNotForbidden(List<Member> members) {
        var standing = verdicts.among(members.stream().map(Member::record).toList()).stream()
                .filter(each -> each.verdict() == Verdict.NEVER_LINK)
                .findFirst();
        if (standing.isPresent()) {
            var operation = standing.get().operation();
            throw new UnprocessableEntityException(
                    verdicts.isByPeople(operation)
                            ? "Somebody decided that these two are never one, by operation " + operation
                                    + ". $undo that first."
                            : "A source said that these two are not one, by message " + operation
                                    + ". $link the record if they are.");
        }
    }
}
