package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.Written;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Writes {@code hub.inbound_message}. Joins the caller's transaction if there is one. */
final class Journal {

    /** Bytes of a message that may become too much for the memory. */
    private static final int LARGE = 1 << 20;

    private static final int REASON_LENGTH = 2000;
    private static final int CONTROL_ID_LENGTH = 256;
    private static final int TRIGGER_LENGTH = 32;
    private static final String INSERT =
            "insert into hub.inbound_message (message_id, source_id, format, via, control_id,"
                    + " content_hash, dedupe_key, trigger_event, lane, state, reason, issues, raw, received_at, occurred_at,"
                    + " not_before, completed_at) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

    private final JdbcTemplate jdbc;
    private final JournalJson json;
    private final Clock clock;

    Journal(JdbcTemplate jdbc, JournalJson json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * @param id of the message; of the first one if this is a resend
     * @param lane to wake; null if nothing is to be done
     */
    record Appended(UUID id, boolean duplicate, @Nullable Integer lane) {}

    /**
     * Keeps a message. Outside a transaction the row is committed when this returns. A resend is counted on the first message; if that
     * one failed, it gets another attempt.
     */
    Appended append(JournalEntry entry) {
        try {
            insert(entry);
            return new Appended(entry.id(), false, entry.state() == MessageState.WAITING ? entry.lane() : null);
        } catch (DuplicateKeyException e) {
            return countDuplicate(entry).orElseThrow(() -> e);
        }
    }

    /** The same for many that have dedupe keys, which all differ; in the caller's transaction. */
    List<Appended> appendAll(List<JournalEntry> entries) {
        var keys = entries.stream().map(JournalEntry::dedupeKey).toArray();
        var known = new HashSet<>(jdbc.queryForList(
                "select dedupe_key from hub.inbound_message where dedupe_key in ("
                        + String.join(",", Collections.nCopies(keys.length, "?")) + ")",
                String.class,
                keys));
        var fresh = entries.stream()
                .filter(entry -> !known.contains(entry.dedupeKey()))
                .toList();
        jdbc.batchUpdate(INSERT, fresh.stream().map(this::values).toList());
        var appended = new ArrayList<Appended>();
        for (var entry : entries) {
            appended.add(
                    known.contains(entry.dedupeKey())
                            ? countDuplicate(entry).orElseGet(() -> new Appended(entry.id(), true, null))
                            : new Appended(entry.id(), false, entry.lane()));
        }
        return appended;
    }

    private void insert(JournalEntry entry) {
        jdbc.update(INSERT, values(entry));
    }

    private @Nullable Object[] values(JournalEntry entry) {
        return new @Nullable Object[] {
            entry.id().toString(),
            entry.sourceId(),
            entry.format(),
            entry.via(),
            limit(entry.controlId(), CONTROL_ID_LENGTH),
            entry.contentHash(),
            entry.dedupeKey(),
            limit(entry.trigger(), TRIGGER_LENGTH),
            entry.lane(),
            entry.state().code(),
            shorten(entry.reason()),
            json.issues(entry.issues()),
            entry.raw(),
            Timestamp.from(entry.receivedAt()),
            entry.occurredAt() == null ? null : Timestamp.from(entry.occurredAt()),
            Timestamp.from(entry.notBefore()),
            entry.state() == MessageState.WAITING ? null : Timestamp.from(entry.receivedAt())
        };
    }

    private Optional<Appended> countDuplicate(JournalEntry entry) {
        var key = entry.dedupeKey();
        if (key == null) {
            return Optional.empty();
        }
        jdbc.update(
                "update hub.inbound_message set duplicates = duplicates + 1,"
                        + " state = case when state = 'failed' then 'waiting' else state end,"
                        + " retries = 0 where dedupe_key = ?",
                key);
        return jdbc
                .query(
                        "select message_id, lane from hub.inbound_message where dedupe_key = ?",
                        (row, n) ->
                                new Appended(UUID.fromString(row.getString(1)), true, row.getObject(2, Integer.class)),
                        key)
                .stream()
                .findFirst();
    }

    /** The next message of a lane, whether due or not: one that must wait holds up those behind it. */
    Optional<Waiting> next(int lane) {
        return jdbc
                .query(
                        "select message_id, source_id, format, raw, received_at, not_before, retries, attempts, begun"
                                + " from hub.inbound_message"
                                + " where state = 'waiting' and lane = ? order by seq fetch first 1 rows only",
                        (row, n) -> new Waiting(
                                UUID.fromString(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getBytes(4),
                                row.getTimestamp(5).toInstant(),
                                row.getTimestamp(6).toInstant(),
                                row.getInt(7),
                                row.getInt(8),
                                row.getInt(9)),
                        lane)
                .stream()
                .findFirst();
    }

    /**
     * @param retries how often it was put off in this round
     * @param attempts how often it was tried in all
     * @param begun how often work on it began, and the hub did not outlive it; counted for large ones
     */
    record Waiting(
            UUID id,
            String sourceId,
            String format,
            byte[] raw,
            Instant receivedAt,
            Instant notBefore,
            int retries,
            int attempts,
            int begun) {

        /** Whether what it becomes may exhaust the memory. */
        boolean isLarge() {
            return raw.length > LARGE;
        }
    }

    List<Integer> lanesWithWork() {
        return jdbc.queryForList(
                "select distinct lane from hub.inbound_message where state = 'waiting' and lane is not null"
                        + " and not_before <= ?",
                Integer.class,
                Timestamp.from(clock.instant()));
    }

    /** What an earlier round of a replayed message wrote; an empty array for a message that writes for the first time. */
    String producedBefore(UUID id) {
        return jdbc
                .queryForList(
                        "select produced from hub.inbound_message where message_id = ? and produced is not null",
                        String.class,
                        id.toString())
                .stream()
                .findFirst()
                .orElse("[]");
    }

    void applied(UUID id, List<Issue> issues, List<Written> produced, String before, @Nullable Instant occurred) {
        jdbc.update(
                "update hub.inbound_message set state = 'applied', reason = null, issues = ?, produced = ?,"
                        + " occurred_at = coalesce(?, occurred_at), attempts = attempts + 1, completed_at = ?"
                        + " where message_id = ?",
                json.issues(issues),
                json.produced(before, produced),
                occurred == null ? null : Timestamp.from(occurred),
                Timestamp.from(clock.instant()),
                id.toString());
    }

    void ended(UUID id, MessageState state, String reason, List<Issue> issues) {
        jdbc.update(
                "update hub.inbound_message set state = ?, reason = ?, issues = ?, attempts = attempts + 1,"
                        + " completed_at = ? where message_id = ? and state = 'waiting'",
                state.code(),
                shorten(reason),
                json.issues(issues),
                Timestamp.from(clock.instant()),
                id.toString());
    }

    /** Notes that work on a large message begins: should the hub end with it, the next start knows. */
    void begin(UUID id) {
        jdbc.update("update hub.inbound_message set begun = begun + 1 where message_id = ?", id.toString());
    }

    /** The hub outlived the attempt, whatever else became of it. */
    void postpone(UUID id, Instant until, String reason) {
        jdbc.update(
                "update hub.inbound_message set attempts = attempts + 1, retries = retries + 1, begun = 0, not_before = ?, reason = ?"
                        + " where message_id = ? and state = 'waiting'",
                Timestamp.from(until),
                shorten(reason),
                id.toString());
    }

    /** PostgreSQL takes no NUL in a text, and a sender that sends one must not be told to try again for ever. */
    private static @Nullable String limit(@Nullable String text, int length) {
        if (text == null) {
            return null;
        }
        var whole = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        return whole.length() <= length ? whole : whole.substring(0, length);
    }

    private static @Nullable String shorten(@Nullable String text) {
        return text == null || text.length() <= REASON_LENGTH
                ? limit(text, REASON_LENGTH)
                : limit(text, REASON_LENGTH - 1) + "…";
    }
}
