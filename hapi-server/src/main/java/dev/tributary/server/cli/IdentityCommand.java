package dev.tributary.server.cli;

import dev.tributary.identity.evaluation.Column;
import dev.tributary.identity.evaluation.ColumnMapping;
import dev.tributary.identity.evaluation.PersonCsv;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.server.cli.HubCommand.Streams;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code hub identity}: what matching is worth on given records, and how it learns. Needs no running hub. */
@Command(
        name = "identity",
        description = "Measures and trains the matching of patients; needs no running hub.",
        mixinStandardHelpOptions = true)
final class IdentityCommand implements Runnable {

    private static final byte[] BIG_ENDIAN = {(byte) 0xfe, (byte) 0xff};
    private static final byte[] LITTLE_ENDIAN = {(byte) 0xff, (byte) 0xfe};

    private final Streams streams;

    private IdentityCommand(Streams streams) {
        this.streams = streams;
    }

    static CommandLine commandLine(Streams streams) {
        return new CommandLine(new IdentityCommand(streams))
                .addSubcommand(new IdentityEvaluateCommand(streams))
                .addSubcommand(new IdentityTrainCommand(streams))
                .addSubcommand(new IdentityGenerateCommand(streams));
    }

    @Override
    public void run() {
        commandLine(streams).usage(streams.err());
    }

    /** UTF-8, or what a byte order mark says; what is neither is read as Western European Windows wrote it. */
    static Reader reader(Path file) throws IOException {
        requireReadable(file);
        return new InputStreamReader(Files.newInputStream(file), charset(file));
    }

    private static void requireReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw new Refusal(file + " does not exist or may not be read");
        }
        if (Files.isDirectory(file)) {
            throw new Refusal(file + " is a directory; name a file in it");
        }
    }

    private static Charset charset(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var start = in.readNBytes(2);
            if (Arrays.equals(start, BIG_ENDIAN) || Arrays.equals(start, LITTLE_ENDIAN)) {
                return StandardCharsets.UTF_16;
            }
        }
        // A decoder of its own: the usual one replaces what it cannot read.
        try (var reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder())) {
            reader.transferTo(Writer.nullWriter());
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            return Charset.forName("windows-1252");
        }
    }

    static PersonCsv people(Path file, @Nullable Path columns, Streams streams) throws IOException {
        try (var reader = reader(file)) {
            var mapping = columns == null ? Map.<String, Column>of() : mapping(columns);
            var csv = PersonCsv.read(reader, mapping);
            csv.columns().forEach((header, column) -> streams.err().println("  " + header + " is " + column.code()));
            csv.ignored().forEach(header -> streams.err().println("  " + header + " is not used"));
            mapping.keySet().stream()
                    .filter(header ->
                            !csv.columns().containsKey(header) && !csv.ignored().contains(header))
                    .forEach(header ->
                            streams.err().println("  " + header + ", which " + columns + " names, is not there"));
            return csv;
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": " + e.getMessage());
        }
    }

    private static Map<String, Column> mapping(Path file) throws IOException {
        requireReadable(file);
        try {
            return ColumnMapping.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": " + e.getMessage());
        }
    }

    static MatchModel model(@Nullable Path file) throws IOException {
        try {
            return file == null ? MatchModel.shipped() : MatchModel.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": " + e.getMessage());
        }
    }
}
