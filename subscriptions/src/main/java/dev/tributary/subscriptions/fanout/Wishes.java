package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.fanout.Counter.Wish;
import dev.tributary.subscriptions.quieting.QuietingReader;
import dev.tributary.subscriptions.registry.Selections;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What subscriptions want, read from them once for each revision. For the one thread that fans out. */
final class Wishes {

    private static final int KEPT = 20_000;
    /** Topics, ValueSets and rosters may come and go. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final SubscriptionStore subscriptions;
    private final Selections selections;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > KEPT;
        }
    };

    private record Kept(long revision, Instant until, Wish wish) {}

    Wishes(SubscriptionStore subscriptions, Selections selections) {
        this.subscriptions = subscriptions;
        this.selections = selections;
    }

    /** By id; a subscription that was removed meanwhile is missing. */
    Map<String, Wish> of(Map<String, Long> revisions, Instant now) {
        Map<String, Wish> wishes = new HashMap<>();
        revisions.forEach((id, revision) -> {
            Kept known = kept.get(id);
            if (known != null && known.revision() == revision && now.isBefore(known.until())) {
                wishes.put(id, known.wish());
            }
        });
        List<String> unread = revisions.keySet().stream()
                .filter(id -> !wishes.containsKey(id))
                .toList();
        subscriptions.find(unread).forEach((id, subscription) -> {
            Wish wish = wish(subscription);
            if (wish.selection().complete()) {
                kept.put(id, new Kept(subscription.revision(), now.plus(FRESH), wish));
            }
            wishes.put(id, wish);
        });
        return wishes;
    }

    private Wish wish(StoredSubscription subscription) {
        return new Wish(
                subscription.definition().topic().kind(),
                subscription.owner(),
                selections.of(subscription),
                QuietingReader.read(subscription.definition().resource()).quieting());
    }
}
