package dev.tributary.server.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.record.LargeMoves;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Merges and splits that are too large for one transaction, {@code hub.identity_transfer}. Until its job has ended, two persons are read
 * as one: a merge joins them first and then moves what refers to them; a split moves first and parts them last.
 */
final class Transfers implements LargeMoves {

    static final String KIND = "transfer";

    private final JdbcTemplate jdbc;
    private final JobTable jobs;
    private final ObjectMapper mapper;
    private final Supplier<UUID> ids;
    private final TransferTasks tasks;

    Transfers(JdbcTemplate jdbc, JobTable jobs, ObjectMapper mapper, Supplier<UUID> ids, TransferTasks tasks) {
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.mapper = mapper;
        this.ids = ids;
        this.tasks = tasks;
    }

    /**
     * What a job works with.
     *
     * @param operation or message that moves them
     * @param ending what remains to be done when all has moved; null if the records have moved already
     */
    record Input(
            UUID operation,
            String from,
            String to,
            List<String> records,
            @Nullable Ending ending) {}

    /**
     * A decision that takes effect last.
     *
     * @param subject that it was asked for
     * @param undoes the operation that it takes back
     * @param begun ISO 8601; what was written since is looked at again
     */
    record Ending(
            String kind,
            String actor,
            @Nullable String note,
            String subject,
            @Nullable UUID undoes,
            String begun) {}

    @Override
    public void begin(UUID cause, String from, String to, Collection<String> records) {
        begin("hub", new Input(cause, from, to, List.copyOf(records), null));
    }

    /** In the caller's transaction; answers the job. */
    UUID begin(String actor, Input input) {
        var job = ids.get();
        jdbc.update(
                "insert into hub.identity_transfer (job_id, from_unified, to_unified) values (?, ?, ?)",
                job.toString(),
                input.from(),
                input.to());
        jobs.start(job, KIND, actor, write(input), 0);
        tasks.open(job, input);
        return job;
    }

    private String write(Input input) {
        try {
            return mapper.writeValueAsString(input);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Throws {@link IllegalArgumentException} if that is nothing that this release wrote. */
    Input read(String input) {
        try {
            return mapper.readValue(input, Input.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no transfer", e);
        }
    }

    /** What refers to one may stand with the other until then. */
    record Pending(UUID job, String from, String to) {}

    List<Pending> pending() {
        return jdbc.query(
                "select job_id, from_unified, to_unified from hub.identity_transfer",
                (row, n) -> new Pending(UUID.fromString(row.getString(1)), row.getString(2), row.getString(3)));
    }

    /** The job that is still at work on this person. */
    Optional<UUID> concerning(String person) {
        return pending().stream()
                .filter(each -> each.from().equals(person) || each.to().equals(person))
                .map(Pending::job)
                .findFirst();
    }

    /** Everybody who is read as one with this person, itself included. */
    static Set<String> asOne(String person, List<Pending> pending) {
        var one = new HashSet<String>();
        one.add(person);
        for (var grown = true; grown; ) {
            grown = false;
            for (var each : pending) {
                if (one.contains(each.from()) != one.contains(each.to())) {
                    grown = one.add(each.from()) | one.add(each.to());
                }
            }
        }
        return one;
    }

    /** All has moved: from now on each is read alone. */
    void end(UUID job) {
        close(job);
        tasks.tell(job, TaskStatus.COMPLETED, null);
    }

    /** All is back, as the decision could not take effect. */
    void refuse(UUID job, @Nullable String reason) {
        close(job);
        tasks.tell(job, TaskStatus.REJECTED, reason);
    }

    private void close(UUID job) {
        jdbc.update("delete from hub.identity_transfer where job_id = ?", job.toString());
    }

    /** The decision could not take effect: what has moved goes back. */
    void turn(UUID job, String from, String to) {
        jdbc.update(
                "update hub.identity_transfer set from_unified = ?, to_unified = ? where job_id = ?",
                from,
                to,
                job.toString());
    }
}
