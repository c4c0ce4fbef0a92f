package dev.tributary.bench.receive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What the event numbers of one subscription say about its deliveries.
 *
 * @param distinct different numbers received
 * @param duplicates deliveries beyond the first of their number
 * @param missing numbers below the highest one that never came
 * @param reused numbers that came with two different foci
 */
public record DeliveryAccount(long distinct, long duplicates, List<Long> missing, List<Long> reused) {

    /** Deliveries of one subscription; those without a number are left out. */
    public static DeliveryAccount of(Collection<Delivery> deliveries) {
        var foci = new TreeMap<Long, Set<String>>();
        var count = 0L;
        for (var delivery : deliveries) {
            if (delivery.number() > 0) {
                count++;
                foci.computeIfAbsent(delivery.number(), number -> new HashSet<>())
                        .add(delivery.focus());
            }
        }
        return new DeliveryAccount(
                foci.size(), count - foci.size(), missing(new TreeSet<>(foci.keySet())), reused(foci));
    }

    public static Map<String, DeliveryAccount> bySubscription(Collection<Delivery> deliveries) {
        return deliveries.stream()
                .collect(Collectors.groupingBy(
                        Delivery::subscription,
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), DeliveryAccount::of)));
    }

    private static List<Long> missing(TreeSet<Long> numbers) {
        return numbers.isEmpty()
                ? List.of()
                : LongStream.rangeClosed(1, numbers.last())
                        .filter(number -> !numbers.contains(number))
                        .boxed()
                        .toList();
    }

    private static List<Long> reused(Map<Long, Set<String>> foci) {
        var reused = new ArrayList<Long>();
        foci.forEach((number, of) -> {
            if (of.size() > 1) {
                reused.add(number);
            }
        });
        return reused;
    }
}
