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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Resource;

/**
 * Runs a source's own map, the file {@code <id>.map} beside its {@code <id>.yaml}, on each resource that has a group in it. A map that
 * fails parks the message: what the operator wanted done is not done.
 */
public final class StructureMapStep implements MapStep {

    private final Function<String, Optional<Held>> reader;
    private final Map<String, Optional<Held>> maps = new ConcurrentHashMap<>();

    /** @param directory of the source files */
    public StructureMapStep(Path directory) {
        this(source -> read(directory.resolve(source + ".map")));
    }

    private StructureMapStep(Function<String, Optional<Held>> reader) {
        this.reader = reader;
    }

    /** This text in place of any source's map; if it cannot be read, it refuses every message and says why. */
    public static StructureMapStep of(String text) {
        return new StructureMapStep(source -> Optional.of(held(source + ".map", text)));
    }

    /** A map, or why it cannot be used. */
    private record Held(Optional<Transformation> map, String problem) {}

    @Override
    public Mapped apply(Source source, Mapped mapped) {
        var held = maps.computeIfAbsent(source.id(), reader);
        if (held.isEmpty()) {
            return mapped;
        }
        if (held.get().map().isEmpty()) {
            return refused(mapped, held.get().problem());
        }
        try {
            var map = held.get().map().get();
            var changes = new ArrayList<Change>();
            for (var change : mapped.changes()) {
                changes.add(change instanceof Change.Write write ? refined(map, write) : change);
            }
            return new Mapped(mapped.trigger(), mapped.occurred(), changes, mapped.issues());
        } catch (TransformationException e) {
            return refused(mapped, String.valueOf(e.getMessage()));
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

    private static Mapped refused(Mapped mapped, String problem) {
        var issues = new ArrayList<>(mapped.issues());
        issues.add(Issue.error("processing", "StructureMap", problem));
        return new Mapped(mapped.trigger(), mapped.occurred(), List.of(), issues);
    }

    private static Optional<Held> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(held(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return Optional.of(new Held(Optional.empty(), file + " cannot be read; it must be text in UTF-8."));
        }
    }

    private static Held held(String name, String text) {
        try {
            return new Held(Optional.of(Transformation.parse(name, text)), "");
        } catch (TransformationException e) {
            return new Held(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
