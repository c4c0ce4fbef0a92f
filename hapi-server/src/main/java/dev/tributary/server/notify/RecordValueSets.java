package dev.tributary.server.notify;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.context.support.ValueSetExpansionOptions;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import dev.tributary.subscriptions.filters.UnansweredFilterException;
import dev.tributary.subscriptions.filters.ValueSets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.r4.model.ValueSet.ValueSetExpansionContainsComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** ValueSets of the hub, expanded and kept for some minutes: an expansion costs more than a thousand questions. */
final class RecordValueSets implements ValueSets {

    private static final Logger LOG = LoggerFactory.getLogger(RecordValueSets.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final int MOST = 1_000;

    private final DaoRegistry daos;
    private final IValidationSupport terminology;
    private final TransactionTemplate apart;
    private final InstantSource clock;
    private final Map<String, Expansion> kept = new ConcurrentHashMap<>();

    private record Expansion(Set<String> codes, Instant until) {}

    RecordValueSets(
            DaoRegistry daos,
            IValidationSupport terminology,
            PlatformTransactionManager transactions,
            InstantSource clock) {
        this.daos = daos;
        this.terminology = terminology;
        this.apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    @Override
    public Optional<String> refusal(String url) {
        var codes = expand(url);
        if (codes == null) {
            return Optional.of(missing(url));
        }
        kept.put(url, new Expansion(codes, clock.instant().plus(FRESH)));
        return codes.isEmpty() ? Optional.of("The ValueSet " + url + " holds no code.") : Optional.empty();
    }

    @Override
    public boolean contains(String url, String system, String code) {
        var expansion = kept.get(url);
        if (expansion == null || clock.instant().isAfter(expansion.until())) {
            var codes = expand(url);
            // While the terminology does not answer, what it said last is better than nothing.
            var latest = codes != null || expansion == null ? codes : expansion.codes();
            if (latest == null) {
                throw new UnansweredFilterException(missing(url));
            }
            expansion = new Expansion(latest, clock.instant().plus(FRESH));
            kept.put(url, expansion);
        }
        return expansion.codes().contains(system + "|" + code);
    }

    private static String missing(String url) {
        return "There is no ValueSet " + url + " in this hub, or it cannot be expanded.";
    }

    private @Nullable Set<String> expand(String url) {
        try {
            return apart.execute(status -> {
                var codes = new HashSet<String>();
                var stored = stored(url);
                if (stored != null && isEnumerated(stored)) {
                    stored.getCompose()
                            .getInclude()
                            .forEach(set ->
                                    set.getConcept().forEach(one -> codes.add(set.getSystem() + "|" + one.getCode())));
                    return Set.copyOf(codes);
                }
                var context = new ValidationSupportContext(terminology);
                var outcome = stored == null
                        ? terminology.expandValueSet(context, lenient(), url)
                        : terminology.expandValueSet(context, lenient(), stored);
                if (outcome == null || !(outcome.getValueSet() instanceof ValueSet expanded)) {
                    return null;
                }
                collect(expanded.getExpansion().getContains(), codes);
                return Set.copyOf(codes);
            });
        } catch (RuntimeException e) {
            LOG.warn(
                    "A ValueSet that a filter names could not be expanded ({})",
                    e.getClass().getSimpleName());
            return null;
        }
    }

    /** As it is in the hub now: what validation keeps may be some minutes old. */
    private @Nullable ValueSet stored(String url) {
        var search = SearchParameterMap.newSynchronous().setLoadSynchronousUpTo(MOST);
        return daos.getResourceDao(ValueSet.class).search(search, new SystemRequestDetails()).getAllResources().stream()
                .map(ValueSet.class::cast)
                .filter(valueSet -> url.equals(valueSet.getUrl()))
                .findFirst()
                .orElse(null);
    }

    private static boolean isEnumerated(ValueSet valueSet) {
        var compose = valueSet.getCompose();
        return compose.hasInclude()
                && !compose.hasExclude()
                && compose.getInclude().stream()
                        .allMatch(set -> set.hasConcept() && !set.hasFilter() && !set.hasValueSet());
    }

    private static ValueSetExpansionOptions lenient() {
        return new ValueSetExpansionOptions().setFailOnMissingCodeSystem(false);
    }

    private static void collect(List<ValueSetExpansionContainsComponent> contained, Set<String> codes) {
        for (var one : contained) {
            if (one.hasCode() && !one.getAbstract()) {
                codes.add((one.hasSystem() ? one.getSystem() : "") + "|" + one.getCode());
            }
            collect(one.getContains(), codes);
        }
    }
}
