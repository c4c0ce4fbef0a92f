package dev.tributary.server.transform;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.formats.MapStep;
import dev.tributary.server.sources.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Runs a source's own map on each resource that has a group in it: the one that {@code structure-map} of its file names, a file beside
 * it or a StructureMap of the hub by its URL, else the file {@code <id>.map} if it is there. A map that fails, or does not end in
 * time, parks the message: what the operator wanted done is not done. A map that does not end three times in a row is out of action, and
 * parks messages at once. A file that was refused or is out of action is read again when it has changed.
 */
public final class StructureMapStep implements MapStep {

    /** For whom nobody has set another one. */
    public static final Duration USUAL_LIMIT = Duration.ofSeconds(10);

    private final Function<Source, Held> finder;
    private final Supplier<Stream<Transformation>> maps;

    /**
     * What runs without a hub: maps of files.
     *
     * @param directory of the source files
     */
    public StructureMapStep(Path directory) {
        this(directory, null, USUAL_LIMIT);
    }

    /**
     * @param stored null if there is no hub to ask: then a map of a URL is not run, and an issue says so
     * @param limit how long a map may work on one resource
     */
    StructureMapStep(Path directory, @Nullable StoredStructureMaps stored, Duration limit) {
        var files = new ConcurrentHashMap<String, Held>();
        this.finder = source -> find(source, directory, files, stored, limit);
        this.maps = () -> Stream.concat(
                files.values().stream().flatMap(held -> held.map().stream()),
                stored == null ? Stream.empty() : stored.known());
    }

    private StructureMapStep(Held held) {
        this.finder = source -> held;
        this.maps = () -> held.map().stream();
    }

    /**
     * This text in place of any source's map.
     *
     * @throws IllegalArgumentException with the line, if it cannot be read
     */
    public static StructureMapStep of(String text) {
        var held = held("in the body", text, USUAL_LIMIT);
        if (held.map().isEmpty()) {
            throw new IllegalArgumentException(held.problem());
        }
        return new StructureMapStep(held);
    }

    /** Names of the maps that are not even tried, for they did not end in time. */
    List<String> outOfAction() {
        return maps.get()
                .filter(Transformation::isOutOfAction)
                .map(Transformation::name)
                .sorted()
                .toList();
    }

    /**
     * A map, or why it cannot be used.
     *
     * @param problem empty if there is a map, or none is wanted
     * @param isRefusal whether the problem keeps messages from being applied
     * @param stamp of the file that it was read from; empty if there is none
     */
    private record Held(Optional<Transformation> map, String problem, boolean isRefusal, String stamp) {

        static final Held NONE = new Held(Optional.empty(), "", false, "");

        static Held refused(String problem) {
            return new Held(Optional.empty(), problem, true, "");
        }

        Held from(String file) {
            return new Held(map, problem, isRefusal, file);
        }

        boolean isUsable() {
            return !isRefusal && map.stream().noneMatch(Transformation::isOutOfAction);
        }
    }

    @Override
    public Mapped apply(Source source, Mapped mapped) {
        var held = finder.apply(source);
        if (held.map().isEmpty()) {
            return held.problem().isEmpty() ? mapped : noted(mapped, held);
        }
        try {
            var map = held.map().get();
            var changes = new ArrayList<Change>();
            for (var change : mapped.changes()) {
                changes.add(change instanceof Change.Write write ? refined(map, write) : change);
            }
            return new Mapped(mapped.trigger(), mapped.occurred(), changes, mapped.issues());
        } catch (TransformationException e) {
            return noted(mapped, Held.refused(String.valueOf(e.getMessage())));
        }
    }

    private static Change.Write refined(Transformation map, Change.Write write) {
        var resource = write.resource();
        if (!map.isFor(resource.fhirType())) {
            return write;
        }
        Resource refined = map.refine(resource);
        // Who and what it is, the map cannot change: the record rests on that.
        refined.setId(resource.getIdElement().getIdPart());
        return new Change.Write(refined, write.extent(), write.cleared());
    }

    private static Mapped noted(Mapped mapped, Held held) {
        var issues = new ArrayList<>(mapped.issues());
        issues.add(
                held.isRefusal()
                        ? Issue.error("processing", "StructureMap", held.problem())
                        : Issue.warning("processing", "StructureMap", held.problem()));
        return new Mapped(mapped.trigger(), mapped.occurred(), held.isRefusal() ? List.of() : mapped.changes(), issues);
    }

    private static Held find(
            Source source,
            Path directory,
            Map<String, Held> files,
            @Nullable StoredStructureMaps stored,
            Duration limit) {
        var named = source.structureMap();
        if (named == null) {
            return file(source.id() + ".map", directory, false, files, limit);
        }
        if (!named.contains(":")) {
            return file(named, directory, true, files, limit);
        }
        if (stored == null) {
            return new Held(
                    Optional.empty(),
                    "Map " + named + " is kept in the hub and was not run: try POST /map.",
                    false,
                    "");
        }
        return stored.find(named)
                .map(map -> new Held(Optional.of(map), "", false, ""))
                .orElseGet(() -> Held.refused("The hub has no StructureMap with the url " + named
                        + ". PUT it at /fhir/StructureMap and replay."));
    }

    /** As it was read, unless it was of no use and has changed since. */
    private static Held file(String name, Path directory, boolean isWanted, Map<String, Held> files, Duration limit) {
        var path = directory.resolve(name);
        var known = files.get(name);
        if (known != null && (known.isUsable() || known.stamp().equals(stamp(path)))) {
            return known;
        }
        return files.compute(name, (any, held) -> {
            var stamp = stamp(path);
            var isSame = held != null && (held.isUsable() || held.stamp().equals(stamp));
            return isSame ? held : read(path, isWanted, limit).from(stamp);
        });
    }

    /** When the file changed last, and how long it is. */
    private static String stamp(Path file) {
        try {
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return ""; // it is not there, and reading it says so
        }
    }

    private static Held read(Path file, boolean isWanted, Duration limit) {
        if (!Files.exists(file)) {
            return isWanted ? Held.refused("There is no file " + file + ". Put it there and restart.") : Held.NONE;
        }
        try {
            return held(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8), limit);
        } catch (IOException e) {
            return Held.refused(file + " cannot be read; it must be text in UTF-8.");
        }
    }

    private static Held held(String name, String text, Duration limit) {
        try {
            return new Held(Optional.of(Transformation.parse(name, text, limit)), "", false, "");
        } catch (TransformationException e) {
            return Held.refused(String.valueOf(e.getMessage()));
        }
    }
}
