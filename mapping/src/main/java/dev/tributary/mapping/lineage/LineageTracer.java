package dev.tributary.mapping.lineage;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.lineage.Lineage.Element;
import dev.tributary.mapping.lineage.Lineage.Use;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out by experiment which element comes from which place: the map runs again with one place changed, and what then differs
 * derives from it. So it is exact for any map, whatever it is written in, and costs one or two runs a place. Of large inputs several
 * places are tried in one run; an element that more than one group of places changes then has no origin from these groups.
 *
 * <p>Pure if the map is. Large values are cut before they are tried: where they go does not depend on their length.
 */
public final class LineageTracer {

    private static final int LARGE = 8_192;
    /** Of base64 as of text: a multiple of four. */
    private static final int KEPT = 1_024;
    /** Not the name of a group: an element that several groups change. */
    private static final String SHARED = "";
    /** So many groups are tried one by one; more in runs as many as twice the digits of their number. */
    private static final int FEW = 32;

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
        var places = reader.places(input);
        var outcome = new Outcome(map.apply(input));
        if (outcome.isEmpty()) {
            return new Lineage(List.of(), List.of(), places.size());
        }
        var trials = new Trials(input, outcome, outcome.changedIn(map.apply(reader.reworded(input))));
        trials.left -= 2L * input.length;
        var groups = new LinkedHashMap<String, List<Place>>();
        var isSmall = places.size() * 3L / 2 * input.length <= limit;
        places.forEach(place -> groups.computeIfAbsent(isSmall ? "" : reader.group(place), any -> new ArrayList<>())
                .add(place));
        var single = groups.remove("");
        var uses = new LinkedHashMap<Place, Use>();
        for (var place : single == null ? List.<Place>of() : single) {
            if (trials.left >= 0) {
                uses.put(place, trials.alone(place));
            }
        }
        if (trials.left >= 0) {
            trials.together(groups, uses);
        }
        var tried = places.stream().map(uses::get).filter(Objects::nonNull).toList();
        return new Lineage(elements(outcome, tried), tried, places.size() - tried.size());
    }

    /** The runs over one input. */
    private final class Trials {

        private final byte[] input;
        private final Outcome outcome;
        private final Set<String> copies;
        private long left = limit;

        Trials(byte[] input, Outcome outcome, Set<String> copies) {
            this.input = input;
            this.outcome = outcome;
            this.copies = copies;
        }

        private String raw(Place place) {
            return new String(input, place.start(), place.length(), StandardCharsets.ISO_8859_1);
        }

        private List<String> run(Map<Place, String> values) {
            left -= input.length;
            var changed = new ArrayList<>(outcome.changedIn(map.apply(Perturbation.apply(input, values))));
            changed.removeAll(copies);
            return changed;
        }

        Use alone(Place place) {
            var decides = false;
            var raw = raw(place);
            for (var value : Perturbation.of(raw)) {
                var changed = run(Map.of(place, reader.fitted(place, raw, value)));
                if (changed.contains(Outcome.EVERYTHING)) {
                    decides = true;
                } else if (!changed.isEmpty()) {
                    return new Use(place, changed, false);
                }
            }
            return new Use(place, List.of(), decides);
        }

        /**
         * First which elements each group changes, all its places at once; then the groups' first places together, their second places
         * together, and so on: a changed element belongs to the group that alone changes it.
         */
        void together(Map<String, List<Place>> groups, Map<Place, Use> uses) {
            var owners = owners(groups);
            var longest = groups.values().stream().mapToInt(List::size).max().orElse(0);
            for (var attempt = 0; attempt < Perturbation.ATTEMPTS; attempt++) {
                for (var number = 0; number < longest && left >= 0; number++) {
                    round(groups, number, attempt, owners, uses);
                }
            }
        }

        private Map<String, String> owners(Map<String, List<Place>> groups) {
            return groups.size() > FEW ? ownersByNumber(groups) : ownersOneByOne(groups);
        }

        /**
         * The groups are numbered. For each binary digit there is a run with the groups that have it and one with the others; the runs
         * that change an element spell its owner's number. One that changes in both runs of a digit has several owners.
         */
        private Map<String, String> ownersByNumber(Map<String, List<Place>> groups) {
            var names = List.copyOf(groups.keySet());
            var digits = Integer.SIZE - Integer.numberOfLeadingZeros(names.size() - 1);
            var with = new HashMap<String, Integer>();
            var without = new HashMap<String, Integer>();
            for (var digit = 0; digit < digits && left >= 0; digit++) {
                var bit = 1 << digit;
                run(values(chosen(groups, names, bit, bit), 0)).forEach(each -> with.merge(each, bit, (a, b) -> a | b));
                run(values(chosen(groups, names, bit, 0), 0))
                        .forEach(each -> without.merge(each, bit, (a, b) -> a | b));
            }
            var all = (1 << digits) - 1;
            var owners = new HashMap<String, String>();
            for (var element : Stream.concat(with.keySet().stream(), without.keySet().stream())
                    .collect(Collectors.toSet())) {
                var number = with.getOrDefault(element, 0);
                var isOne = (number ^ without.getOrDefault(element, 0)) == all && number < names.size();
                owners.put(element, isOne ? names.get(number) : SHARED);
            }
            return owners;
        }

        private static List<Place> chosen(Map<String, List<Place>> groups, List<String> names, int mask, int bits) {
            return IntStream.range(0, names.size())
                    .filter(number -> (number & mask) == bits)
                    .mapToObj(number -> Objects.requireNonNull(groups.get(names.get(number))))
                    .flatMap(List::stream)
                    .toList();
        }

        private Map<String, String> ownersOneByOne(Map<String, List<Place>> groups) {
            var owners = new HashMap<String, String>();
            groups.forEach((group, places) -> {
                if (left >= 0) {
                    for (var element : run(values(places, 0))) {
                        owners.merge(element, group, (one, other) -> one.equals(other) ? one : SHARED);
                    }
                }
            });
            return owners;
        }

        private Map<Place, String> values(List<Place> places, int attempt) {
            var values = new HashMap<Place, String>();
            for (var place : places) {
                var raw = raw(place);
                var candidates = Perturbation.of(raw);
                var value = candidates.get(Math.min(attempt, candidates.size() - 1));
                values.put(place, reader.fitted(place, raw, value));
            }
            return values;
        }

        private void round(
                Map<String, List<Place>> groups,
                int number,
                int attempt,
                Map<String, String> owners,
                Map<Place, Use> uses) {
            var chosen = new LinkedHashMap<String, Place>();
            groups.forEach((group, places) -> {
                var place = number < places.size() ? places.get(number) : null;
                var known = place == null ? null : uses.get(place);
                if (place != null && (known == null || !known.isCarried())) {
                    chosen.put(group, place);
                }
            });
            if (chosen.isEmpty()) {
                return;
            }
            var changed = new HashMap<String, List<String>>();
            for (var element : run(values(List.copyOf(chosen.values()), attempt))) {
                changed.computeIfAbsent(owners.getOrDefault(element, SHARED), any -> new ArrayList<>())
                        .add(element);
            }
            chosen.forEach((group, place) ->
                    uses.put(place, new Use(place, changed.getOrDefault(group, List.of()), false)));
        }
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
                result = Perturbation.apply(result, Map.of(kept, ""));
            }
        }
        return result;
    }
}
