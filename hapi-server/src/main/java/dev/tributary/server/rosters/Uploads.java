package dev.tributary.server.rosters;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.rosters.Roster;
import dev.tributary.subscriptions.rosters.RosterLine;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Uploaded rosters, each act audited and in a transaction of its own. */
final class Uploads {

    /** Pages of lines that are looked up before the upload is answered; the rest follows in the background. */
    private static final int PAGES_AT_ONCE = 25;

    private final RosterStore rosters;
    private final RosterMatching matching;
    private final SubscriptionStore subscriptions;
    private final AuditTrail audit;
    private final TransactionTemplate transactions;

    Uploads(
            RosterStore rosters,
            RosterMatching matching,
            SubscriptionStore subscriptions,
            AuditTrail audit,
            TransactionTemplate transactions) {
        this.rosters = rosters;
        this.matching = matching;
        this.subscriptions = subscriptions;
        this.audit = audit;
        this.transactions = transactions;
    }

    List<Roster> list(@Nullable String owner) {
        return rosters.list(owner);
    }

    Optional<Roster> find(String owner, String name) {
        return rosters.find(owner, name);
    }

    List<Integer> openLines(Roster roster, int limit) {
        return rosters.openLines(roster.id(), limit);
    }

    /** Keeps the lines and looks for whom they mean; a large roster is looked up by and by. */
    Roster put(String actor, String owner, String name, List<RosterLine> lines) {
        transactions.executeWithoutResult(status -> {
            rosters.put(owner, name, lines);
            audit.record("client:" + actor, "put-roster", "Roster/" + name, null, lines.size() + " lines");
        });
        for (var page = 0; page < PAGES_AT_ONCE && matchSome() > 0; page++) {
            // Each page is a transaction.
        }
        return rosters.find(owner, name).orElseThrow();
    }

    /** How many lines were looked at; 0 when none are left. */
    int matchSome() {
        var looked = transactions.execute(status -> matching.matchNew());
        return looked == null ? 0 : looked;
    }

    /** Ids of the owner's subscriptions that follow the roster. */
    List<String> followers(String owner, String name) {
        return subscriptions.all(owner).stream()
                .filter(subscription -> subscription.definition().filters().stream()
                        .anyMatch(filter -> (filter.parameter().endsWith("roster")
                                        || filter.modifier().equals("in"))
                                && filter.values().contains(name)))
                .map(StoredSubscription::id)
                .toList();
    }

    void remove(String actor, String owner, String name) {
        transactions.executeWithoutResult(status -> {
            rosters.remove(owner, name);
            audit.record("client:" + actor, "remove-roster", "Roster/" + name, null, null);
        });
    }
}
