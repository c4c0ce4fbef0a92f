package dev.tributary.server.cli;

import dev.tributary.server.cli.HubCommand.Streams;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub serve}: runs the hub until it is stopped. */
@Command(name = "serve", description = "Starts the hub.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private final Map<String, String> environment;
    private final Streams streams;

    @Option(
            names = "--exit-when-ready",
            description = "Stop as soon as the hub answers: a check, or a rehearsal for an archive.")
    private boolean exitWhenReady;

    ServeCommand(Map<String, String> environment, Streams streams) {
        this.environment = environment;
        this.streams = streams;
    }

    @Override
    public Integer call() throws Exception {
        var settings = HubSettings.of(environment);
        try (var hub = HubRun.start(settings, environment, List.of(), () -> {})) {
            streams.err().println("The hub answers on " + hub.base() + " (FHIR at /fhir); Ctrl-C stops it.");
            if (!exitWhenReady) {
                hub.awaitStop();
            }
        }
        return 0;
    }
}
