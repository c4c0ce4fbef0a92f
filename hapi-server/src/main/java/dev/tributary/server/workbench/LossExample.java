package dev.tributary.server.workbench;

import dev.tributary.mapping.lineage.Place;
import dev.tributary.server.sources.SourceCatalogue;
import java.util.List;
import java.util.Optional;

/** What stands in a message at the place of a loss: read from the journal when an operator asks, and kept nowhere else. */
final class LossExample {

    private static final int LONGEST = 200;
    private static final int MOST = 20;

    private final JournalledMessages journal;
    private final SourceCatalogue sources;

    LossExample(JournalledMessages journal, SourceCatalogue sources) {
        this.journal = journal;
        this.sources = sources;
    }

    /**
     * The answer to a click.
     *
     * @param values of the place and of the parts of it, each cut to 200 characters; empty if nothing stands there
     */
    record Found(String message, String source, String path, List<Value> values) {}

    /** What stands at one place. */
    record Value(String path, String value) {}

    /** Empty if the journal has no such message, or its bytes are gone, or nobody can say where its values stand. */
    Optional<Found> find(String message, String path) {
        return journal.read(message).flatMap(kept -> {
            var source = sources.byId(kept.source());
            var places = source.isEmpty() ? null : Rehearsal.places(source.get(), kept.format());
            if (places == null || kept.raw().length == 0) {
                return Optional.empty();
            }
            var values = places.places(kept.raw()).stream()
                    .filter(place -> isAt(place, path))
                    .limit(MOST)
                    .map(place -> new Value(place.path(), cut(place.value())))
                    .toList();
            return Optional.of(new Found(message, kept.source(), path, values));
        });
    }

    private static boolean isAt(Place place, String path) {
        return place.path().equals(path)
                || place.path().startsWith(path + ".")
                || place.path().startsWith(path + "[")
                || place.path().startsWith(path + "/");
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }
}
