package dev.tributary.server.intake;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Messages that wait in one lane of a journal. */
final class WaitingEntries {

    private WaitingEntries() {}

    static UUID append(Journal journal, int bytes) {
        var id = UUID.randomUUID();
        var now = Clock.systemUTC().instant();
        journal.append(new JournalEntry(
                id,
                "hospital",
                "hl7v2",
                "http",
                null,
                "hash",
                id.toString(),
                "A01",
                7,
                MessageState.WAITING,
                null,
                List.of(),
                new byte[bytes],
                now,
                null,
                now));
        return id;
    }
}
