package dev.tributary.server.workbench;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a source sent last, read from the journal one by one: a message may be large. */
final class JournalledMessages {

    private static final byte[] NOTHING = {};

    private final JdbcTemplate jdbc;

    JournalledMessages(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A message of the journal. */
    record Kept(
            String id,
            String source,
            String format,
            @Nullable String controlId,
            byte[] raw) {}

    /** Ids, newest first; FHIR is left out, for it has no map. */
    List<String> last(String source, int most) {
        return jdbc.queryForList(
                "select message_id from hub.inbound_message where source_id = ? and format <> 'fhir'"
                        + " order by seq desc fetch first ? rows only",
                String.class,
                source,
                most);
    }

    Optional<Kept> read(String id) {
        return jdbc
                .query(
                        "select message_id, source_id, format, control_id, raw from hub.inbound_message where message_id = ?",
                        (row, n) -> new Kept(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                Objects.requireNonNullElse(row.getBytes(5), NOTHING)),
                        id)
                .stream()
                .findFirst();
    }
}
