package dev.tributary.server.intake;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Header;
import dev.tributary.server.sources.Source;
import java.util.List;

/** Answers messages that ask instead of tell: at once, and without storing anything of them but the journal row. */
public interface QueryReceiver {

    /** Whether this is a query that it answers. */
    boolean understands(V2Header header);

    /** Reads only; same state of the hub, same answer. */
    Answer answer(Source source, Reading.Readable query);

    /**
     * What comes back.
     *
     * @param type MSH-9 of the response
     * @param errors why there is no answer; empty if there is one, even if it is that nobody was found
     * @param segments after MSA and ERR
     * @param disclosed the persons that the answer tells of, as references
     */
    record Answer(String type, List<Issue> errors, List<String> segments, List<String> disclosed) {

        public Answer {
            errors = List.copyOf(errors);
            segments = List.copyOf(segments);
            disclosed = List.copyOf(disclosed);
        }
    }
}
