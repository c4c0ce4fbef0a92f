package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.filters.EventFilter;
import dev.tributary.subscriptions.filters.FilterCompiler;
import dev.tributary.subscriptions.filters.FilterCompiler.Compiled;
import dev.tributary.subscriptions.filters.FilterKeys;
import dev.tributary.subscriptions.filters.Occurrence;
import dev.tributary.subscriptions.filters.UnansweredFilterException;
import dev.tributary.subscriptions.filters.ValueSets;
import dev.tributary.subscriptions.registry.Validation.Problem;
import dev.tributary.subscriptions.rosters.PanelReader;
import dev.tributary.subscriptions.rosters.PanelReader.Panel;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes filters ready to be tested, and keeps the index by which events find them. */
public final class Selections {

    /** Stands for a filter that cannot be evaluated any more, for instance since its ValueSet is gone. */
    private record Unanswered(String problem) implements EventFilter {
        @Override
        public boolean holds(Occurrence occurrence) {
            throw new UnansweredFilterException(problem);
        }

        @Override
        public List<String> keys() {
            return List.of();
        }
    }

    private static final long NOT_YET = -1;

    private final JdbcTemplate jdbc;
    private final RosterStore rosters;
    private final PanelReader panels;
    private final ValueSets valueSets;

    public Selections(JdbcTemplate jdbc, RosterStore rosters, PanelReader panels, ValueSets valueSets) {
        this.jdbc = jdbc;
        this.rosters = rosters;
        this.panels = panels;
        this.valueSets = valueSets;
    }

    /** Why the filters cannot be evaluated for this client; empty when they can. Reads the record. */
    List<Problem> problems(SubscriptionDefinition definition, String owner) {
        List<Problem> problems = new ArrayList<>();
        FilterCompiler compiler = new FilterCompiler(valueSets, name -> known(owner, name, problems));
        for (Filter filter : definition.filters()) {
            String problem = compile(compiler, filter).problem();
            if (problem != null) {
                problems.add(problem(problem));
            }
        }
        return List.copyOf(problems);
    }

    private Optional<Long> known(String owner, String name, List<Problem> problems) {
        if (!RosterStore.isPanel(name)) {
            return rosters.id(owner, name);
        }
        String refusal = panels.read(name).refusal();
        if (!refusal.isEmpty()) {
            problems.add(problem(refusal));
        }
        return Optional.of(NOT_YET);
    }

    /** What was accepted once, ready for the fan-out. */
    public Selection of(StoredSubscription subscription) {
        return of(subscription.definition(), subscription.owner());
    }

    private Selection of(SubscriptionDefinition definition, String owner) {
        FilterCompiler compiler = new FilterCompiler(valueSets, name -> rosters.id(owner, name));
        List<EventFilter> filters = definition.filters().stream()
                .map(filter -> {
                    Compiled compiled = compile(compiler, filter);
                    EventFilter ready = compiled.filter();
                    return ready == null ? new Unanswered(String.valueOf(compiled.problem())) : ready;
                })
                .toList();
        return new Selection(filters, filters.stream().noneMatch(Unanswered.class::isInstance));
    }

    private static Compiled compile(FilterCompiler compiler, Filter filter) {
        return compiler.compile(filter.resourceType(), filter.parameter(), filter.modifier(), filter.values());
    }

    /** Puts the subscription where its events look, in the caller's transaction. From here on Groups and Lists that it names are followed. */
    void index(String id, SubscriptionDefinition definition, String owner) {
        followPanels(definition);
        remove(id);
        jdbc.batchUpdate(
                "insert into hub.subscription_key (filter_key, subscription_id) values (?, ?)",
                FilterKeys.of(definition.topic().kind(), of(definition, owner).filters()).stream()
                        .map(key -> new Object[] {key, id})
                        .toList());
    }

    private void followPanels(SubscriptionDefinition definition) {
        definition.filters().stream()
                .flatMap(filter -> filter.values().stream())
                .filter(RosterStore::isPanel)
                .filter(name -> rosters.id("", name).isEmpty())
                .forEach(name -> {
                    Panel panel = panels.read(name);
                    if (panel.refusal().isEmpty()) {
                        rosters.putPanel(name, panel.patients());
                    }
                });
    }

    void remove(String id) {
        jdbc.update("delete from hub.subscription_key where subscription_id = ?", id);
    }

    private static Problem problem(String text) {
        return new Problem("Subscription.criteria.extension", text);
    }
}
