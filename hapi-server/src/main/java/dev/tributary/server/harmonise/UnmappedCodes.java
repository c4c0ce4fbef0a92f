package dev.tributary.server.harmonise;

import dev.tributary.server.storage.Ledger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts local codes that nothing translates, in memory, and writes the counts every other second. A process that dies loses the
 * counts of that time, and nothing else.
 */
final class UnmappedCodes {

    private static final int SYSTEM_LENGTH = 512;
    private static final int CODE_LENGTH = 256;
    private static final String UNKNOWN_MESSAGE = "";
    private static final Duration GRACE = Duration.ofDays(1);

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Ledger<LocalCode, Sighting> ledger = new Ledger<>(Sighting::plus);

    UnmappedCodes(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * How a code was seen.
     *
     * @param message journal id of the last message that used it
     */
    record Sighting(String element, @Nullable String display, long count, Instant first, Instant last, String message) {

        Sighting plus(Sighting later) {
            return new Sighting(
                    later.element,
                    later.display == null ? display : later.display,
                    count + later.count,
                    first,
                    later.last,
                    later.message);
        }
    }

    /** What one message shows; it counts when the running transaction commits, and not at all without one. */
    Found sighting(String source) {
        return new Found(source);
    }

    /** Collects the codes of one message. */
    final class Found implements BiConsumer<String, Coding> {

        private final String source;
        private final Map<LocalCode, Sighting> codes = new HashMap<>();

        private Found(String source) {
            this.source = source;
        }

        @Override
        public void accept(String element, Coding coding) {
            var now = clock.instant();
            var message = MDC.get("messageId");
            codes.merge(
                    new LocalCode(
                            source, limit(coding.getSystem(), SYSTEM_LENGTH), limit(coding.getCode(), CODE_LENGTH)),
                    new Sighting(
                            limit(element, CODE_LENGTH),
                            coding.hasDisplay() ? limit(coding.getDisplay(), SYSTEM_LENGTH) : null,
                            1,
                            now,
                            now,
                            message == null ? UNKNOWN_MESSAGE : message),
                    Sighting::plus);
        }

        void close() {
            ledger.addOnCommit(codes);
        }
    }

    private static String limit(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** Writes what was counted since the last time. */
    void flush() {
        ledger.drain(this::write);
    }

    private void write(LocalCode code, Sighting seen) {
        var updated = jdbc.update(
                "update hub.unmapped_code set occurrences = occurrences + ?, display = coalesce(?, display), element = ?,"
                        + " last_seen = ?, example_message = ? where code_key = ?",
                seen.count(),
                seen.display(),
                seen.element(),
                Timestamp.from(seen.last()),
                seen.message(),
                key(code));
        if (updated == 0) {
            jdbc.update(
                    "insert into hub.unmapped_code (code_key, source_id, code_system, code, display, element, occurrences,"
                            + " first_seen, last_seen, example_message) values (?,?,?,?,?,?,?,?,?,?)",
                    key(code),
                    code.source(),
                    code.system(),
                    code.code(),
                    seen.display(),
                    seen.element(),
                    seen.count(),
                    Timestamp.from(seen.first()),
                    Timestamp.from(seen.last()),
                    seen.message());
        }
    }

    /**
     * Nothing that was written before can hold the code; null if it never came without a translation. A day of grace: counts of two
     * seconds may be lost.
     *
     * @param source null for that of any
     */
    @Nullable
    Instant writtenSince(@Nullable String source, String system, String code) {
        flush();
        var values = new ArrayList<Object>(List.of(system, code));
        if (source != null) {
            values.add(source);
        }
        var first = jdbc.queryForObject(
                "select min(first_seen) from hub.unmapped_code where code_system = ? and code = ?"
                        + (source == null ? "" : " and source_id = ?"),
                Timestamp.class,
                values.toArray());
        return first == null ? null : first.toInstant().minus(GRACE);
    }

    /** A code as {@code GET /harmonise/unmapped} shows it. */
    record Entry(
            String source,
            String system,
            String code,
            @Nullable String display,
            String element,
            long count,
            Instant firstSeen,
            Instant lastSeen,
            String exampleMessage) {}

    /** The most frequent first, without those that {@code translations} know meanwhile. */
    List<Entry> list(@Nullable String source, @Nullable String system, int most, Supplier<Translations> translations) {
        var where = new ArrayList<String>();
        var values = new ArrayList<Object>();
        if (source != null) {
            where.add("source_id = ?");
            values.add(source);
        }
        if (system != null) {
            where.add("code_system = ?");
            values.add(system);
        }
        var current = translations.get();
        return jdbc
                .query(
                        "select source_id, code_system, code, display, element, occurrences, first_seen, last_seen, example_message"
                                + " from hub.unmapped_code"
                                + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                                + " order by occurrences desc, code_key fetch first 10000 rows only",
                        (row, n) -> new Entry(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getTimestamp(7).toInstant(),
                                row.getTimestamp(8).toInstant(),
                                row.getString(9)),
                        values.toArray())
                .stream()
                .filter(entry ->
                        current.of(entry.source(), entry.system(), entry.code()).isEmpty())
                .limit(most)
                .toList();
    }

    private static String key(LocalCode code) {
        try {
            var text = code.source() + '\u001f' + code.system() + '\u001f' + code.code();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
