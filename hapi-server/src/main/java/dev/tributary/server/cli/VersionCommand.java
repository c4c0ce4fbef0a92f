package dev.tributary.server.cli;

import dev.tributary.server.cli.HubCommand.Streams;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code hub version}. */
@Command(name = "version", description = "Prints the version.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {

    private final Streams streams;

    VersionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        var version = Objects.requireNonNullElse(getClass().getPackage().getImplementationVersion(), "development");
        streams.out().println("tributary " + version + " (Java " + Runtime.version() + ")");
        return 0;
    }
}
