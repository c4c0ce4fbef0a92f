package dev.tributary.server.identity;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import dev.tributary.server.fhir.RequestRule;
import dev.tributary.server.identity.Transfers.Pending;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;

/**
 * While a large merge or split is under way, a search for what refers to either person finds what refers to both: nothing is missing
 * because it has not moved yet, or has moved already.
 */
@Interceptor
public final class TransferReads implements RequestRule {

    private final Transfers transfers;
    private final DaoRegistry daos;
    private final MatchUrlService urls;

    TransferReads(Transfers transfers, DaoRegistry daos, MatchUrlService urls) {
        this.transfers = transfers;
        this.daos = daos;
        this.urls = urls;
    }

    @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
    public void widen(SearchParameterMap search, RequestDetails request) {
        if (!(request instanceof ServletRequestDetails) || !concernsPersons(search, request)) {
            return;
        }
        var pending = transfers.pending();
        if (!pending.isEmpty()) {
            search.values().forEach(all -> all.replaceAll(either -> widened(either, pending)));
            if (search.containsKey(Constants.PARAM_HAS)) {
                search.get(Constants.PARAM_HAS).replaceAll(either -> ofBoth(either, pending));
                if ("Patient".equals(request.getResourceName())) {
                    referredTo(search, pending);
                }
            }
        }
    }

    /** {@code Encounter?_has:Observation:encounter:patient=123}: what refers to either person. */
    private static List<IQueryParameterType> ofBoth(List<IQueryParameterType> either, List<Pending> pending) {
        var wider = new LinkedHashSet<>(either);
        for (var value : either) {
            if (value instanceof HasParam has) {
                others(has.getParameterValue(), pending)
                        .forEach(other -> wider.add(new HasParam(
                                has.getTargetResourceType(),
                                has.getReferenceFieldName(),
                                has.getParameterName(),
                                has.getParameterValue().startsWith("Patient/") ? "Patient/" + other : other)));
            }
        }
        return new ArrayList<>(wider);
    }

    /** {@code Patient?_has:Observation:subject:code=1}: who is read as one with somebody whom such a resource refers to is found, too. */
    private void referredTo(SearchParameterMap search, List<Pending> pending) {
        var all = search.remove(Constants.PARAM_HAS);
        var kept = new ArrayList<List<IQueryParameterType>>();
        for (var either : all) {
            var alone = new SearchParameterMap();
            alone.put(Constants.PARAM_HAS, new ArrayList<>(List.of(either)));
            var among = found(alone.clone().add("_id", underWay(pending)));
            var missing = new LinkedHashSet<String>();
            among.forEach(person -> missing.addAll(others(person, pending)));
            missing.removeAll(among);
            if (missing.isEmpty()) {
                kept.add(either);
            } else {
                var ids = new TokenOrListParam();
                found(alone).forEach(ids::add);
                missing.forEach(ids::add);
                search.add("_id", ids);
            }
        }
        if (!kept.isEmpty()) {
            search.put(Constants.PARAM_HAS, kept);
        }
    }

    private static boolean concernsPersons(SearchParameterMap search, RequestDetails request) {
        return "Patient".equals(request.getResourceName())
                || search.values().stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .anyMatch(value -> value instanceof ReferenceParam || value instanceof HasParam);
    }

    private List<IQueryParameterType> widened(List<IQueryParameterType> either, List<Pending> pending) {
        var wider = new LinkedHashSet<IQueryParameterType>();
        for (var value : either) {
            if (value instanceof ReferenceParam reference && reference.getMissing() == null) {
                wider.addAll(references(reference, pending));
            } else if (value instanceof StringParam id) {
                wider.add(id);
                others(id.getValue(), pending).forEach(other -> wider.add(new StringParam(other)));
            } else if (value instanceof TokenParam id && id.getMissing() == null) {
                wider.add(id);
                others(id.getValue(), pending).forEach(other -> wider.add(new TokenParam(other)));
            } else {
                wider.add(value);
            }
        }
        return new ArrayList<>(wider);
    }

    private List<ReferenceParam> references(ReferenceParam reference, List<Pending> pending) {
        var type = reference.getResourceType();
        if (type != null && !"Patient".equals(type)) {
            return List.of(reference);
        }
        if (reference.getChain() != null) {
            return chained(reference, pending);
        }
        var found = new ArrayList<ReferenceParam>();
        found.add(reference);
        others(reference.getIdPart(), pending)
                .forEach(other -> found.add(new ReferenceParam(type == null ? other : "Patient/" + other)));
        return found;
    }

    /** A chain through the person who is read as one with another leads to both. */
    private List<ReferenceParam> chained(ReferenceParam reference, List<Pending> pending) {
        var query = "Patient?" + reference.getChain() + "="
                + URLEncoder.encode(reference.getValue(), StandardCharsets.UTF_8);
        Set<String> persons;
        try {
            // Nearly always nobody under way is meant, and then nobody else need be read.
            if (found(query, underWay(pending)).isEmpty()) {
                return List.of(reference);
            }
            persons = found(query, null);
        } catch (ca.uhn.fhir.rest.server.exceptions.InvalidRequestException e) {
            // A chain through something else than a patient.
            return List.of(reference);
        }
        var all = new LinkedHashSet<>(persons);
        persons.forEach(person -> all.addAll(others(person, pending)));
        return all.equals(persons)
                ? List.of(reference)
                : all.stream().map(id -> new ReferenceParam("Patient/" + id)).toList();
    }

    private static TokenOrListParam underWay(List<Pending> pending) {
        var ids = new TokenOrListParam();
        pending.forEach(each -> ids.add(each.from()).add(each.to()));
        return ids;
    }

    private Set<String> found(String query, @org.jspecify.annotations.Nullable TokenOrListParam among) {
        var search = urls.getResourceSearch(query).getSearchParameterMap();
        if (among != null) {
            search.add("_id", among);
        }
        return found(search);
    }

    private Set<String> found(SearchParameterMap search) {
        var found = new LinkedHashSet<String>();
        daos.getResourceDao(Patient.class)
                .searchForResourceIds(search, new SystemRequestDetails())
                .forEach(id -> found.add(id.getIdPart()));
        return found;
    }

    private static Set<String> others(@org.jspecify.annotations.Nullable String id, List<Pending> pending) {
        if (id == null) {
            return Set.of();
        }
        var others = Transfers.asOne(id.startsWith("Patient/") ? id.substring("Patient/".length()) : id, pending);
        others.remove(id);
        return others;
    }
}
