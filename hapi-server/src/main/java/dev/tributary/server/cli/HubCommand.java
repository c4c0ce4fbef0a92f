package dev.tributary.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code hub}: one sub-command per thing that a person can ask for. */
@Command(name = "hub", description = "Tributary: many sources, one patient record, nobody left uninformed.")
public final class HubCommand {

    private HubCommand() {}

    /** Runs one command; returns the exit code: 0 done, 1 could not be done, 2 wrong usage. */
    public static int run(Map<String, String> environment, String... args) {
        // UTF-8 whatever the locale: names have accents, and a pipe has no locale.
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        if (args.length > 0 && args[0].equals("map")) {
            // Without Spring nobody configures logging, and then HAPI's lines would stand among the results.
            LoggingSystem.get(HubCommand.class.getClassLoader())
                    .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        }
        return run(environment, new Streams(out, err), args);
    }

    static int run(Map<String, String> environment, Streams streams, String... args) {
        var commandLine = new CommandLine(new HubCommand())
                .addSubcommand(new ServeCommand(environment, streams))
                .addSubcommand(new DemoCommand(environment, streams))
                .addSubcommand(new TokenCommand(environment, streams, TokenIssuer::of))
                .addSubcommand(IdentityCommand.commandLine(streams))
                .addSubcommand(new MapCommand(environment, streams))
                .addSubcommand(new VersionCommand(streams))
                .registerConverter(Duration.class, HubCommand::duration)
                .setOut(new PrintWriter(streams.out(), true))
                .setErr(new PrintWriter(streams.err(), true))
                .setParameterExceptionHandler((wrong, arguments) -> refuse(wrong, streams))
                .setExecutionExceptionHandler((thrown, command, parsed) -> explain(thrown, environment, streams));
        if (args.length == 0) {
            commandLine.usage(commandLine.getErr());
            return CommandLine.ExitCode.USAGE;
        }
        return commandLine.execute(args);
    }

    private static int explain(Exception thrown, Map<String, String> environment, Streams streams) {
        if ("1".equals(environment.get("HUB_DEBUG"))) {
            thrown.printStackTrace(streams.err());
        }
        var line = thrown instanceof Refusal
                ? thrown.getMessage()
                : StartFailure.of(thrown, HubSettings.of(environment)).line();
        streams.err().println("hub: " + line);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandLine.TypeConversionException("'" + text + "' is no ISO 8601 duration such as PT1H or P7D");
        }
    }

    private static int refuse(CommandLine.ParameterException wrong, Streams streams) {
        var command = wrong.getCommandLine().getCommandSpec().qualifiedName(" ");
        streams.err().println("hub: " + wrong.getMessage() + ". " + command + " --help explains it");
        return CommandLine.ExitCode.USAGE;
    }

    /** Where commands write: results to out, everything else to err. */
    record Streams(PrintStream out, PrintStream err) {}
}
