package dev.tributary.server.csv;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file and what became of it, as {@code GET /csv/jobs/{id}} shows it.
 *
 * @param state {@code reading}, {@code broken-off}, {@code refused}, {@code applying} or {@code done}
 * @param rows that were read
 * @param messages that they made, by their state; messages that were there before count with their first file
 * @param duplicates messages that the journal had already
 * @param problems why the file was refused
 * @param unread columns of the file that nothing reads
 * @param parkedRows the first of the parked messages, with their reasons
 */
@JsonInclude(Include.NON_NULL)
record CsvJob(
        UUID id,
        String source,
        String feed,
        String file,
        String via,
        String state,
        long rows,
        Counts messages,
        long duplicates,
        List<String> problems,
        List<String> unread,
        List<ParkedRow> parkedRows,
        Instant receivedAt,
        @Nullable Instant readAt) {

    /** How many messages of the file wait, were applied, are parked, or were kept out by a filter. */
    record Counts(long waiting, long applied, long parked, long filtered) {

        static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    /**
     * A message that needs somebody.
     *
     * @param id in the journal, to replay it
     * @param place file and line
     */
    record ParkedRow(UUID id, String place, String reason) {}
}
