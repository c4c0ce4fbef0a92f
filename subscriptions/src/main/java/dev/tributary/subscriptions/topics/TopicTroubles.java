package dev.tributary.subscriptions.topics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Topics that could not be asked about a change, by this replica since it started. What was not told is not told later. */
public final class TopicTroubles {

    private static final Logger log = LoggerFactory.getLogger(TopicTroubles.class);
    private static final int MOST = 200;

    private final InstantSource clock;
    private final Runnable count;
    private final Map<String, Trouble> troubles = new LinkedHashMap<>();

    /** @param count called for each; returns at once */
    public TopicTroubles(InstantSource clock, Runnable count) {
        this.clock = clock;
        this.count = count;
    }

    /**
     * What went wrong with one topic.
     *
     * @param topic its canonical URL, or the search
     * @param reason of the latest, without anything of the resource
     * @param times how often
     */
    public record Trouble(String topic, String reason, long times, Instant first, Instant last) {}

    synchronized void add(Topic topic, String resourceType, Throwable thrown) {
        Instant now = clock.instant();
        String reason = thrown.getClass().getSimpleName() + " while a change of " + resourceType + " was looked at";
        Trouble known = troubles.get(topic.kind());
        Trouble trouble = known == null
                ? new Trouble(topic.canonical(), reason, 1, now, now)
                : new Trouble(topic.canonical(), reason, known.times() + 1, known.first(), now);
        if (known != null || troubles.size() < MOST) {
            troubles.put(topic.kind(), trouble);
        }
        count.run();
        if (Long.bitCount(trouble.times()) == 1) {
            // A search may name a person.
            String name = PlainCriterion.isSearch(topic) ? "A criterion about " + resourceType : topic.canonical();
            log.warn("{} could not be evaluated, {} times by now: {}", name, trouble.times(), reason);
        }
    }

    /** All of them. */
    public synchronized List<Trouble> list() {
        return new ArrayList<>(troubles.values());
    }
}
