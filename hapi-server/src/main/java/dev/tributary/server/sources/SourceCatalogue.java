package dev.tributary.server.sources;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sources the hub knows. Read once, never changed: a new file takes effect at the next start. A file with a mistake is left out
 * and explained in {@link #problems()}; the other sources go on.
 */
public final class SourceCatalogue {

    private final Map<String, Source> byId = new LinkedHashMap<>();
    private final List<SourceProblem> problems;

    private SourceCatalogue(List<SourceProblem> problems) {
        this.problems = problems;
    }

    /**
     * Reads every {@code .yaml} and {@code .yml} file of a directory, in the order of their names. Never throws: a directory that
     * cannot be read is a problem too.
     *
     * @param lookup what <code>${NAME}</code> in a value stands for; null if it is not set
     */
    public static SourceCatalogue read(Path directory, Function<String, @Nullable String> lookup) {
        var catalogue = new SourceCatalogue(new ArrayList<>());
        var placeholders = new Placeholders(lookup);
        for (var path : catalogue.filesIn(directory)) {
            var file = new SourceFile(path, placeholders);
            file.read().ifPresent(source -> catalogue.add(source, path));
            catalogue.problems.addAll(file.problems());
        }
        return catalogue;
    }

    /**
     * Reads the text of one source's file that is in no directory (yet). Never throws: the catalogue holds the source or the problems.
     *
     * @param id what the file's name would be
     */
    public static SourceCatalogue parse(String id, String yaml, Function<String, @Nullable String> lookup) {
        var catalogue = new SourceCatalogue(new ArrayList<>());
        var path = Path.of(id + ".yaml");
        var file = new SourceFile(path, () -> new StringReader(yaml), new Placeholders(lookup));
        file.read().ifPresent(source -> catalogue.add(source, path));
        catalogue.problems.addAll(file.problems());
        return catalogue;
    }

    /** A catalogue of sources that are known to be sound. */
    public static SourceCatalogue of(Collection<Source> sources) {
        var catalogue = new SourceCatalogue(List.of());
        sources.forEach(source -> catalogue.byId.put(source.id(), source));
        return catalogue;
    }

    public List<Source> sources() {
        return List.copyOf(byId.values());
    }

    public Optional<Source> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The source that signs in with this OAuth2 client id. */
    public Optional<Source> byClient(String clientId) {
        return byId.values().stream()
                .filter(source -> source.client().equals(clientId))
                .findFirst();
    }

    /** Identifier systems whose numbers another source alone feeds. */
    public Set<String> domainsOfOthers(String id) {
        return byId.values().stream()
                .filter(source -> !source.id().equals(id))
                .flatMap(source -> source.authorityFor().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What is wrong in the files, for health, log and console. */
    public List<SourceProblem> problems() {
        return List.copyOf(problems);
    }

    private List<Path> filesIn(Path directory) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(new SourceProblem(
                    directory.normalize().toString(),
                    "",
                    "cannot be read, so no source may send. Make the folder, or set HUB_CONFIG to the one above it."));
            return List.of();
        }
    }

    private void add(Source source, Path path) {
        var file = path.normalize().toString();
        var clash = byId.values().stream()
                .flatMap(other -> clash(source, other, file).stream())
                .findFirst();
        clash.ifPresentOrElse(problems::add, () -> byId.put(source.id(), source));
    }

    private static Optional<SourceProblem> clash(Source source, Source other, String file) {
        if (source.id().equals(other.id())) {
            return Optional.of(new SourceProblem(
                    file, "", "\"%s\" has a file already. Keep either .yaml or .yml.".formatted(source.id())));
        }
        if (source.client().equals(other.client())) {
            return Optional.of(new SourceProblem(
                    file,
                    "client",
                    "\"%s\" belongs to source %s. Give each source a client of its own."
                            .formatted(source.client(), other.id())));
        }
        var shared = source.authorityFor().stream()
                .filter(other.authorityFor()::contains)
                .findFirst();
        if (shared.isPresent()) {
            return Optional.of(new SourceProblem(
                    file,
                    "authority-for",
                    "%s belongs to source %s. A domain has one source.".formatted(shared.get(), other.id())));
        }
        return source.feeds()
                .mllp()
                .flatMap(mllp -> other.feeds()
                        .mllp()
                        .flatMap(theirs -> portClash(mllp, theirs, source.overlaps(other), other.id()))
                        .map(text -> new SourceProblem(file, "feeds.mllp.port", text)));
    }

    private static Optional<String> portClash(Source.Mllp ours, Source.Mllp theirs, boolean overlap, String other) {
        if (ours.port() == 0 || ours.port() != theirs.port()) {
            return Optional.empty();
        }
        if (!ours.equals(theirs)) {
            return Optional.of("%d is shared with source %s, so address and tls must be the same in both files."
                    .formatted(ours.port(), other));
        }
        return overlap
                ? Optional.of(("%d is also the port of source %s. Take another one, or tell the two apart by"
                                + " sending-applications (MSH-3) or sending-facilities (MSH-4) in both files.")
                        .formatted(ours.port(), other))
                : Optional.empty();
    }
}
