package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.sql.InList;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** What attempts leave behind in {@code hub.notification}. */
final class Outcomes {

    private static final String DELIVERED = """
            update hub.notification
            set state = 'delivered', delivered_at = ?, last_attempt_at = ?, attempts = attempts + 1, reason = null, withheld = %s
            where id in (%s) and state <> 'delivered'
            """;
    private static final String TOLD = DELIVERED.formatted("null", "%s");
    private static final String WITHHELD = DELIVERED.formatted("?", "?");
    private static final String FAILED =
            "update hub.notification set last_attempt_at = ?, attempts = attempts + 1, reason = ? where id = ? and state = 'pending'";
    private static final String REFUSED =
            "update hub.notification set state = 'dead' where id = ? and state = 'pending' and attempts >= ?";
    private static final int LONGEST_REASON = 500;

    private final JdbcTemplate jdbc;

    Outcomes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Marks what arrived, even if the lease was lost on the way: it did arrive. All that came back together get the time of the last, so that one
     * statement marks them.
     */
    void delivered(List<Attempt.Delivered> attempts) {
        List<Long> told = new ArrayList<>();
        List<Object[]> withheld = new ArrayList<>();
        for (Attempt.Delivered attempt : attempts) {
            OffsetDateTime at = time(attempt.at());
            for (NotifiedEvent event : attempt.events()) {
                String reason = event.withheld();
                if (reason == null) {
                    told.add(event.notificationId());
                } else {
                    withheld.add(new Object[] {at, at, reason, event.notificationId()});
                }
            }
        }
        if (!told.isEmpty()) {
            Instant last = attempts.stream()
                    .map(Attempt.Delivered::at)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            told.sort(null);
            for (List<Object> part : InList.parts(told)) {
                List<Object> arguments = new ArrayList<>(List.of(time(last), time(last)));
                arguments.addAll(part);
                jdbc.update(InList.sql(TOLD, part), arguments.toArray());
            }
        }
        if (!withheld.isEmpty()) {
            jdbc.batchUpdate(WITHHELD, withheld);
        }
    }

    /** Counts the attempt, and returns how many notifications it made dead because the endpoint refused them often enough. */
    int failed(Attempt.Failed attempt) {
        OffsetDateTime at = time(attempt.at());
        Reply.Refusal refusal = attempt.refusal();
        String reason = reason(attempt.reason(), refusal == null ? "" : refusal.detail());
        jdbc.batchUpdate(
                FAILED,
                attempt.events().stream()
                        .map(event -> new Object[] {at, reason, event.notificationId()})
                        .toList());
        return refusal == null
                ? 0
                : attempt.events().stream()
                        .mapToInt(event -> jdbc.update(REFUSED, event.notificationId(), refusal.attempts()))
                        .sum();
    }

    private static String reason(String reason, String detail) {
        String all = detail.isEmpty() ? reason : reason + " It said: " + detail;
        return all.length() > LONGEST_REASON ? all.substring(0, LONGEST_REASON) : all;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
