package dev.tributary.server.formats;

import dev.tributary.mapping.Mapped;
import dev.tributary.server.sources.Source;
import java.util.List;

/** All steps after the map, in their order. */
public record MapSteps(List<MapStep> steps) {

    public MapSteps {
        steps = List.copyOf(steps);
    }

    /** What the last step says; the first one with an error is the last. */
    public Mapped apply(Source source, Mapped mapped) {
        var result = mapped;
        for (var step : steps) {
            if (result.hasErrors()) {
                return result;
            }
            result = step.apply(source, result);
        }
        return result;
    }
}
