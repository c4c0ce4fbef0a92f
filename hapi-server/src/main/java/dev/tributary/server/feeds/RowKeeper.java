package dev.tributary.server.feeds;

import dev.tributary.server.sources.Source;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Keeps messages of one file by the hundred. */
public interface RowKeeper {

    /**
     * One message of a file.
     *
     * @param content as its format reads it
     * @param place in the file, {@code results.csv:17}
     * @param trigger its kind
     * @param laneKey messages with the same key apply in their order
     * @param identity what makes it the same message when it comes again
     */
    record Row(byte[] content, String place, String trigger, String laneKey, String identity) {}

    /**
     * What became of them.
     *
     * @param ids of those that are new, in order
     * @param duplicates number of those that the journal had already
     * @param lanes to wake when the transaction is committed
     */
    record Kept(List<UUID> ids, int duplicates, List<Integer> lanes) {}

    /** Appends the rows to the journal in the caller's transaction. */
    Kept keep(Source source, String format, String via, List<Row> rows);

    /** Lets the workers look at the lanes; to be called after the commit. */
    void wake(Collection<Integer> lanes);
}
