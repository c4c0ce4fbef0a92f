package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** By which number a source knows a patient: decides the id of its Patient and the order in which its messages apply. */
public final class PatientKey {

    private PatientKey() {}

    /**
     * The key of a PID segment, {@code system|value}: the best of PID-3 (record numbers before others, social security numbers last),
     * else PID-2, else PID-4; null if the segment names nobody.
     */
    public static @Nullable String of(V2Segment pid, SourceProfile profile) {
        for (var field : new int[] {3, 2, 4}) {
            var key = best(pid.values(field), profile);
            if (key != null) {
                return key;
            }
        }
        return null;
    }

    /** The key among several numbers of one person. */
    public static @Nullable String best(List<V2Value> numbers, SourceProfile profile) {
        String best = null;
        var bestRank = Integer.MAX_VALUE;
        for (var number : numbers) {
            var key = CxToIdentifier.key(number, null, profile);
            if (key != null && rank(number) < bestRank) {
                best = key;
                bestRank = rank(number);
            }
        }
        return best;
    }

    /**
     * The persons that MRG-1 retires. Numbers of the survivor's own kind are one person each; if there are none of that kind, all of
     * them together are one person.
     */
    public static List<String> retired(List<V2Value> numbers, String survivor, SourceProfile profile) {
        var system = survivor.substring(0, survivor.indexOf('|') + 1);
        var retired = new ArrayList<String>();
        for (var number : numbers) {
            var key = CxToIdentifier.key(number, null, profile);
            if (key != null && key.startsWith(system) && !retired.contains(key)) {
                retired.add(key);
            }
        }
        var best = retired.isEmpty() ? best(numbers, profile) : null;
        return best == null ? retired : List.of(best);
    }

    private static int rank(V2Value number) {
        var type = number.component(5);
        if (type == null) {
            return 1;
        }
        return switch (type) {
            case "MR", "PI" -> 0;
            case "SS", "DL", "AN", "VN" -> 3;
            default -> 2;
        };
    }
}
