package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.sql.InList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which episodes subscribers who want one alert for each have been alerted of. */
final class Episodes {

    private record Alert(String subscription, String episode) {}

    private final Set<Alert> alerted = new HashSet<>();

    private Episodes() {}

    /**
     * As far as these events and subscriptions ask.
     *
     * @param told whoever may get corrections
     */
    static Episodes read(JdbcTemplate jdbc, Map<PendingEvent, List<Counter>> wanting, Collection<Counter> told) {
        Episodes episodes = new Episodes();
        Set<String> subscriptions = new HashSet<>();
        Set<String> asked = new HashSet<>();
        told.stream()
                .filter(counter -> counter.wish().quieting().onePerEpisode())
                .forEach(counter -> {
                    subscriptions.add(counter.subscription());
                    wanting.keySet().forEach(event -> asked.add(event.episode()));
                });
        wanting.forEach((event, counters) -> counters.stream()
                .filter(counter -> counter.wish().quieting().onePerEpisode())
                .forEach(counter -> {
                    subscriptions.add(counter.subscription());
                    asked.add(event.episode());
                }));
        for (List<Object> ids : InList.parts(subscriptions)) {
            for (List<Object> names : InList.parts(asked)) {
                episodes.find(jdbc, ids, names);
            }
        }
        return episodes;
    }

    private void find(JdbcTemplate jdbc, Collection<Object> subscriptions, List<Object> episodes) {
        List<Object> ids = new ArrayList<>(subscriptions);
        String sql = InList.sql(
                        "select subscription_id, episode from hub.episode_alert where subscription_id in (%s) and episode in (",
                        ids)
                + InList.sql("%s)", episodes);
        ids.addAll(episodes);
        jdbc.query(
                sql,
                row -> {
                    alerted.add(new Alert(row.getString(1), row.getString(2)));
                },
                ids.toArray());
    }

    /** What was told of the episode was taken back, so the next event of it is the first again; false if there was no alert. */
    boolean forget(String subscription, String episode) {
        return alerted.remove(new Alert(subscription, episode));
    }

    /** Notes the alert; false if there was one already. */
    boolean first(String subscription, String episode) {
        return alerted.add(new Alert(subscription, episode));
    }
}
