package dev.tributary.server.feeds;

import dev.tributary.server.sources.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Takes files over that hold many messages, however long they are. */
public interface FileReceiver {

    /**
     * Reads a file into the journal. When it returns, every row is durably kept, or the file is durably refused.
     *
     * @param name of the file as its sender knows it
     * @param via the feed, {@code drop}
     * @return empty if its rows were kept; otherwise an OperationOutcome that says why not
     * @throws RuntimeException if not all could be stored; the feed tries again, and rows that are kept already are known
     */
    Optional<byte[]> receive(Source source, Path file, String name, String via) throws IOException;
}
