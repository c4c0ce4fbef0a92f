package dev.tributary.bench.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a server.
 *
 * @param name for messages
 * @param command program and arguments
 * @param environment added to the bench's own
 * @param directory the working directory
 * @param log where its output goes
 * @param ready answers 200 once the server serves
 */
public record Start(
        String name, List<String> command, Map<String, String> environment, Path directory, Path log, URI ready) {

    public Start {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
