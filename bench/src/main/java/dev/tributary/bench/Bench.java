package dev.tributary.bench;

import dev.tributary.bench.command.CompareCommand;
import dev.tributary.bench.command.CrashCommand;
import dev.tributary.bench.command.DeliverCommand;
import dev.tributary.bench.command.IngestFhirCommand;
import dev.tributary.bench.command.IngestV2Command;
import dev.tributary.bench.command.MapCommand;
import dev.tributary.bench.command.NotifyCommand;
import dev.tributary.bench.command.ReadCommand;
import dev.tributary.bench.command.SoakCommand;
import dev.tributary.bench.command.StartCommand;
import java.net.ConnectException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bin/bench}: see bench/README.md for what each command measures. */
@Command(
        name = "bench",
        description = "Measures a FHIR server on this machine. Every command ends by itself.",
        mixinStandardHelpOptions = true,
        subcommands = {
            IngestFhirCommand.class,
            IngestV2Command.class,
            NotifyCommand.class,
            ReadCommand.class,
            CrashCommand.class,
            DeliverCommand.class,
            SoakCommand.class,
            CompareCommand.class,
            MapCommand.class,
            StartCommand.class
        })
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        // The embedded database reports every step of its birth.
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(run(args));
    }

    /** The exit code: 0 measured, 1 failed, 2 wrong options, 3 a crash or soak run found a violation. */
    static int run(String... args) {
        var line = new CommandLine(new Bench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((problem, command, parsed) -> {
            // These two carry words for people; anything else is a bug and shows where.
            if (problem instanceof IllegalStateException || problem instanceof IllegalArgumentException) {
                command.getErr().println(problem.getMessage());
            } else if (problem instanceof ConnectException) {
                command.getErr().println("Nothing listens there. Start the server, or check --url and --mllp.");
            } else {
                problem.printStackTrace(command.getErr());
            }
            return 1;
        });
        return line.execute(args);
    }
}
