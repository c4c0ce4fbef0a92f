package dev.tributary.server.workbench;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.lineage.Lineage;
import dev.tributary.mapping.lineage.Place;
import java.util.List;

/**
 * What would become of an input.
 *
 * @param source whose profile was used
 * @param format {@code hl7v2}, {@code ccda}, {@code fhir}
 */
public record Trial(String source, String format, Mapped mapped, Lineage lineage) {

    /** Whether the hub would apply it. */
    public boolean isAccepted() {
        return !mapped.hasErrors() && mapped.supported();
    }

    /**
     * A valued place that no element carries.
     *
     * @param reported whether the map says so in an issue; otherwise it knows the place and holds it of no interest to a record
     */
    public record NotCarried(Place place, boolean reported) {}

    public List<NotCarried> notCarried() {
        return lineage.notCarried()
                .map(place -> new NotCarried(
                        place,
                        mapped.issues().stream().map(Issue::path).anyMatch(path -> Lineage.names(path, place.path()))))
                .toList();
    }
}
