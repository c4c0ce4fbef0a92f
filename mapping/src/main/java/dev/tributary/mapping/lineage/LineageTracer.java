package dev.tributary.mapping.lineage;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.lineage.Lineage.Element;
import dev.tributary.mapping.lineage.Lineage.Use;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out by experiment which element comes from which place: the map runs again with one place changed, and what then differs
 * derives from it. So it is exact for any map, whatever it is written in, and costs one or two runs a place.
 *
 * <p>Pure if the map is. Large values are cut before they are tried: where they go does not depend on their length.
 */
public final class LineageTracer {

    private static final int LARGE = 8_192;
    /** Of base64 as of text: a multiple of four. */
    private static final int KEPT = 1_024;

    private final PlaceReader reader;
    private final Function<byte[], Mapped> map;
    private final long limit;

    /**
     * @param map never throws for what an input contains
     * @param limit how many bytes may be mapped in all; what is left untried is counted in {@link Lineage#untried()}
     */
    public LineageTracer(PlaceReader reader, Function<byte[], Mapped> map, long limit) {
        this.reader = reader;
        this.map = map;
        this.limit = limit;
    }

    /** Never throws unless the map does. */
    public Lineage trace(byte[] original) {
        var input = shortened(original);
        var outcome = new Outcome(map.apply(input));
        if (outcome.isEmpty()) {
            return new Lineage(List.of(), List.of(), reader.places(input).size());
        }
        var copies = outcome.changedIn(map.apply(reader.reworded(input)));
        var uses = new ArrayList<Use>();
        var places = reader.places(input);
        var left = limit - 2L * input.length;
        for (var place : places) {
            if (left < 0) {
                break;
            }
            var trial = trial(input, place, outcome, copies);
            left -= (long) trial.runs() * input.length;
            uses.add(trial.use());
        }
        return new Lineage(elements(outcome, uses), uses, places.size() - uses.size());
    }

    private record Trial(Use use, int runs) {}

    private Trial trial(byte[] input, Place place, Outcome outcome, Set<String> copies) {
        var runs = 0;
        var decides = false;
        var raw = new String(input, place.start(), place.length(), StandardCharsets.ISO_8859_1);
        for (var value : Perturbation.of(raw)) {
            var changed = new ArrayList<>(outcome.changedIn(map.apply(Perturbation.apply(input, place, value))));
            changed.removeAll(copies);
            runs++;
            if (changed.contains(Outcome.EVERYTHING)) {
                decides = true;
            } else if (!changed.isEmpty()) {
                return new Trial(new Use(place, changed, false), runs);
            }
        }
        return new Trial(new Use(place, List.of(), decides), runs);
    }

    private static List<Element> elements(Outcome outcome, List<Use> uses) {
        Map<String, List<String>> origins = new LinkedHashMap<>();
        for (var use : uses) {
            for (var path : use.to()) {
                origins.computeIfAbsent(path, any -> new ArrayList<>())
                        .add(use.place().path());
            }
        }
        var elements = new ArrayList<Element>();
        outcome.elements()
                .forEach(
                        (path, value) -> elements.add(new Element(path, value, origins.getOrDefault(path, List.of()))));
        return elements;
    }

    private byte[] shortened(byte[] input) {
        if (input.length < LARGE) {
            return input;
        }
        var result = input;
        var places = new ArrayList<>(reader.places(input));
        Collections.reverse(places);
        for (var place : places) {
            if (place.length() > LARGE) {
                var kept = new Place(place.path(), place.value(), place.start() + KEPT, place.end());
                result = Perturbation.apply(result, kept, "");
            }
        }
        return result;
    }
}
