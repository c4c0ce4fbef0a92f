package dev.tributary.server.record;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Change.Extent;
import dev.tributary.mapping.ElementMerge;
import dev.tributary.mapping.Told;
import dev.tributary.server.record.ResourceStateTable.State;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Sorts the writes of one statement into what is settled already and what must be written. */
final class News {

    private static final Duration MENTIONS_DATED = Duration.ofDays(1);

    private final RecordSession session;
    private final Statement statement;
    private final EncounterStatements encounters;
    private final List<Patient> patients = new ArrayList<>();
    private final List<Resource> others = new ArrayList<>();
    private final List<Written> settled = new ArrayList<>();
    private final List<State> newStates = new ArrayList<>();
    private final Set<String> late = new HashSet<>();

    News(RecordSession session, Statement statement, EncounterStatements encounters) {
        this.session = session;
        this.statement = statement;
        this.encounters = encounters;
    }

    void consider(Said said) {
        var write = said.write();
        var before = said.before();
        if (!Said.isTracked(write)) {
            others.add(write.resource());
            return;
        }
        var news = new State(Said.id(write), said.hash(), statement.occurred(), write.extent() == Extent.MENTION);
        if (write.resource() instanceof Encounter && write.extent() == Extent.PARTIAL) {
            considerVisit(said, news);
        } else if (before != null && said.isRepeat()) {
            settle(write, Written.Outcome.UNCHANGED);
            if (isWorthDating(write, before)) {
                newStates.add(news.mentioned() && !before.mentioned() ? news.spokenOf() : news);
            }
        } else if (before != null && isNoNews(write, before)) {
            fillGaps(write);
        } else {
            newStates.add(news);
            add(write.extent() == Extent.WHOLE ? write.resource() : merged(write));
        }
    }

    /** A ward is mentioned by every message of its patients: dated each time, its row would hold them all up. */
    private boolean isWorthDating(Change.Write write, State before) {
        var dated = write.extent() == Extent.MENTION ? before.occurred().plus(MENTIONS_DATED) : before.occurred();
        return dated.isBefore(statement.occurred());
    }

    /** What is said of a visit is kept, so that what comes late can be told in its place. */
    private void considerVisit(Said said, State news) {
        var write = said.write();
        var before = said.before() == null || said.before().mentioned() ? null : said.before();
        var told = new Told(statement.occurred(), write.resource(), write.cleared());
        if (before == null || before.occurred().isBefore(statement.occurred())) {
            encounters.add(Said.id(write), statement.messageId(), told);
            newStates.add(news);
            if (said.isRepeat()) {
                settle(write, Written.Outcome.UNCHANGED);
            } else {
                add(merged(write));
            }
        } else if (said.isRepeat()) {
            settle(write, Written.Outcome.UNCHANGED);
        } else {
            retell(write, told);
            if (before.occurred().equals(statement.occurred())) {
                newStates.add(news);
            } else {
                late.add(Said.reference(write));
            }
        }
    }

    private void retell(Change.Write write, Told told) {
        var known = encounters.of(Said.id(write));
        if (known.isEmpty()) {
            fillGaps(write);
            return;
        }
        encounters.add(Said.id(write), statement.messageId(), told);
        known.add(told);
        add(ElementMerge.retell(known, existing(write)));
    }

    /** What was told in its place, after all, came late. */
    Written lateness(Written written) {
        return late.contains(written.reference())
                ? new Written(written.reference(), written.version(), Written.Outcome.LATE, written.lastUpdated())
                : written;
    }

    /** Older than what is known, or a mention of what somebody has really spoken about. */
    private boolean isNoNews(Change.Write write, State state) {
        if (write.extent() == Extent.MENTION && !state.mentioned()) {
            return true;
        }
        var isFirstStatement = state.mentioned() && write.extent() != Extent.MENTION;
        return !isFirstStatement && state.occurred().isAfter(statement.occurred());
    }

    private Resource merged(Change.Write write) {
        return write.extent() == Extent.MENTION
                ? ElementMerge.mention(write.resource(), existing(write), write.cleared())
                : ElementMerge.carryForward(write.resource(), existing(write), write.cleared());
    }

    private void fillGaps(Change.Write write) {
        var outcome = write.extent() == Extent.MENTION ? Written.Outcome.UNCHANGED : Written.Outcome.LATE;
        var existing = existing(write);
        var filled = existing == null || write.extent() == Extent.WHOLE
                ? existing
                : ElementMerge.fillGaps(existing, write.resource());
        if (filled == null || filled.equalsDeep(existing)) {
            settle(write, outcome);
        } else {
            add(filled);
        }
    }

    private @Nullable Resource existing(Change.Write write) {
        return session.read(Said.reference(write));
    }

    private void add(Resource resource) {
        if (resource instanceof Patient patient) {
            patients.add(patient);
        } else {
            others.add(resource);
        }
    }

    /** A FHIR client is told the version that stands; the journal of a message need not look it up. */
    private void settle(Change.Write write, Written.Outcome outcome) {
        var stored = write.extent() == Extent.WHOLE ? existing(write) : null;
        settled.add(
                stored == null
                        ? new Written(Said.reference(write), "", outcome, Date.from(statement.occurred()))
                        : new Written(
                                Said.reference(write),
                                stored.getMeta().getVersionId(),
                                outcome,
                                stored.getMeta().getLastUpdated()));
    }

    List<Patient> patients() {
        return patients;
    }

    List<Resource> others() {
        return others;
    }

    List<Written> settled() {
        return settled;
    }

    List<State> newStates() {
        return newStates;
    }
}
