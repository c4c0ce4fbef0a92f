package dev.tributary.server.record;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.server.record.Verdicts.Pair;
import dev.tributary.server.record.Verdicts.Standing;
import dev.tributary.server.record.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a source says of its own patient records: that two are one person (ADT A40, A24), or are not after all (A37). What people
 * decided outranks it, and the message then says so; the source's own earlier opinion does not.
 */
final class SourceOpinions {

    private final LinkTable links;
    private final Verdicts verdicts;
    private final Statement statement;
    private final Persons unit;
    private final Companions companions;

    SourceOpinions(LinkTable links, Verdicts verdicts, Set<String> nationalSystems, Statement statement, Persons unit) {
        this.links = links;
        this.verdicts = verdicts;
        this.statement = statement;
        this.unit = unit;
        this.companions = new Companions(links, verdicts, nationalSystems, unit);
    }

    void apply() {
        for (var change : statement.changes()) {
            if (change instanceof Change.MergePatients merge && mayUnite(merge.survivor(), merge.retired())) {
                var left = personOf(merge.retired());
                unit.merge(merge.survivor(), merge.retired());
                companions.follow(left, merge.retired(), "merged-by-source");
            } else if (change instanceof Change.LinkPatients link && mayUnite(link.one(), link.other())) {
                var left = personOf(link.other());
                unit.join(link.one(), link.other());
                companions.follow(left, link.other(), "linked-by-source");
            } else if (change instanceof Change.UnlinkPatients unlink) {
                part(unlink.one(), unlink.other());
            }
        }
    }

    private boolean mayUnite(String stays, String comes) {
        var survivor = unit.links().get(stays);
        var retired = unit.links().get(comes);
        if (survivor == null || retired == null) {
            unit.note(Issue.information(
                    "informational", "Patient/" + comes, "One of the two patients is not known; nothing was united."));
            return false;
        }
        if (survivor.unified().equals(retired.unified())) {
            return false;
        }
        var staying = recordsOf(survivor.unified());
        var against = between(staying, List.of(comes), Verdict.NEVER_LINK);
        if (against.stream().anyMatch(standing -> verdicts.isByPeople(standing.operation()))) {
            unit.note(Issue.warning(
                    "conflict",
                    "Patient/" + comes,
                    "A steward decided that this patient is not the same person as Patient/" + stays
                            + ", so the two were not united. If they are one, undo that decision or $link them."));
            return false;
        }
        verdicts.revoke(statement.messageId(), against);
        return true;
    }

    /** Lasting: neither the model nor a shared number unites them again. */
    private void part(String one, String other) {
        var stays = unit.links().get(one);
        var goes = unit.links().get(other);
        if (stays == null || goes == null || verdicts.isMade(statement.messageId())) {
            return;
        }
        var isLinked = between(List.of(one), List.of(other), Verdict.LINK).stream()
                .anyMatch(standing -> verdicts.isByPeople(standing.operation()));
        if (isLinked) {
            unit.note(Issue.warning(
                    "conflict",
                    "Patient/" + other,
                    "A steward decided that this patient is the same person as Patient/" + one
                            + ", so the two were not parted. If they are two, undo that decision or $unlink one."));
            return;
        }
        unit.part(one, other);
        var pairs = new ArrayList<Pair>();
        var others = recordsOf(personOf(other));
        for (var staying : recordsOf(personOf(one))) {
            others.forEach(leaving -> pairs.add(Pair.of(staying, leaving)));
        }
        verdicts.decide(statement.messageId(), Verdict.NEVER_LINK, pairs);
    }

    private List<Standing> between(List<String> ones, List<String> others, Verdict verdict) {
        var all = new ArrayList<>(ones);
        all.addAll(others);
        return verdicts.among(all).stream()
                .filter(standing -> standing.verdict() == verdict)
                .filter(standing -> others.contains(standing.pair().a())
                        != others.contains(standing.pair().b()))
                .toList();
    }

    private String personOf(String record) {
        return Objects.requireNonNull(unit.links().get(record)).unified();
    }

    private List<String> recordsOf(String person) {
        return links.byPerson(List.of(person)).stream()
                .map(PatientLink::sourcePatient)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
