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
import org.hl7.fhir.r4.model.Resource;

/**
 * Runs a source's own map, the file {@code <id>.map} beside its {@code <id>.yaml}, on each resource that has a group in it. A map that
 * fails parks the message: what the operator wanted done is not done.
 */
public final class StructureMapStep implements MapStep {

    private final Path directory;
    private final Map<String, Optional<Held>> maps = new ConcurrentHashMap<>();

    /** @param directory of the source files */
    public StructureMapStep(Path directory) {
        this.directory = directory;
    }

    /** A map, or why it cannot be used. */
    private record Held(Optional<Transformation> map, String problem) {}

    @Override
    public Mapped apply(Source source, Mapped mapped) {
        var held = maps.computeIfAbsent(source.id(), this::read);
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

    private Optional<Held> read(String source) {
        var file = directory.resolve(source + ".map");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            var text = Files.readString(file, StandardCharsets.UTF_8);
            return Optional.of(
                    new Held(Optional.of(Transformation.parse(file.getFileName().toString(), text)), ""));
        } catch (TransformationException e) {
            return Optional.of(new Held(Optional.empty(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(new Held(Optional.empty(), file + " cannot be read; it must be text in UTF-8."));
        }
    }
}
