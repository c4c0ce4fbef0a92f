package dev.tributary.server.rosters;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterOr;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.DateOrListParam;
import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import dev.tributary.server.storage.RecordTag;
import dev.tributary.subscriptions.rosters.PatientDirectory;
import dev.tributary.subscriptions.rosters.RosterKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks the unified Patients who they are. In a transaction of its own: should the record not answer, lines stay open and nobody's events are
 * held up.
 */
final class RecordDirectory implements PatientDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDirectory.class);
    private static final int PER_SEARCH = 100;
    private static final int MOST = 5_000;

    private final DaoRegistry daos;
    private final TransactionTemplate apart;

    RecordDirectory(DaoRegistry daos, PlatformTransactionManager transactions) {
        this.daos = daos;
        this.apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        apart.setReadOnly(true);
    }

    @Override
    public Map<RosterKey, Set<String>> find(Collection<RosterKey> keys) {
        var patients = new ArrayList<Patient>();
        var identifiers = keys.stream().filter(RosterKey::isIdentifier).toList();
        patients.addAll(search("identifier", identifiers, RecordDirectory::identifiers));
        var dates = keys.stream()
                .filter(key -> !key.isIdentifier())
                .map(RosterKey::value)
                .distinct()
                .toList();
        patients.addAll(search("birthdate", dates, RecordDirectory::dates));
        var wanted = new HashSet<>(keys);
        var found = new HashMap<RosterKey, Set<String>>();
        for (var patient : patients) {
            for (var key : keys(patient)) {
                if (wanted.contains(key)) {
                    found.computeIfAbsent(key, any -> new HashSet<>()).add(reference(patient));
                }
            }
        }
        return found;
    }

    @Override
    public Map<String, Set<RosterKey>> keysOf(Collection<String> patients) {
        var found = new HashMap<String, Set<RosterKey>>();
        search("_id", List.copyOf(patients), RecordDirectory::ids)
                .forEach(patient -> found.put(reference(patient), keys(patient)));
        return found;
    }

    private static IQueryParameterOr<?> identifiers(List<RosterKey> keys) {
        var tokens = new TokenOrListParam();
        keys.forEach(key -> tokens.add(
                key.system().isEmpty() ? new TokenParam(key.value()) : new TokenParam(key.system(), key.value())));
        return tokens;
    }

    private static IQueryParameterOr<?> dates(List<String> dates) {
        var list = new DateOrListParam();
        dates.forEach(date -> list.add(new DateParam(date)));
        return list;
    }

    private static IQueryParameterOr<?> ids(List<String> references) {
        var ids = new TokenOrListParam();
        references.forEach(reference -> ids.add(new TokenParam(reference.substring(reference.indexOf('/') + 1))));
        return ids;
    }

    private <T> List<Patient> search(String parameter, List<T> values, Function<List<T>, IQueryParameterOr<?>> list) {
        var found = new ArrayList<Patient>();
        for (var from = 0; from < values.size(); from += PER_SEARCH) {
            var part = values.subList(from, Math.min(from + PER_SEARCH, values.size()));
            try {
                apart.executeWithoutResult(status -> found.addAll(search(parameter, list.apply(part))));
            } catch (InvalidRequestException | DataFormatException e) {
                // Anything else ends the fan-out's step, which is tried again: its event must not miss the subscriber.
                LOG.warn(
                        "Lines of rosters cannot be looked up and stay open ({})",
                        e.getClass().getSimpleName());
            }
        }
        return found;
    }

    private List<Patient> search(String parameter, IQueryParameterOr<?> values) {
        var search = SearchParameterMap.newSynchronous().setLoadSynchronousUpTo(MOST);
        search.add(parameter, values);
        search.add("_tag", new TokenParam(RecordTag.SYSTEM, RecordTag.UNIFIED.code()));
        return daos.getResourceDao(Patient.class).search(search, new SystemRequestDetails()).getAllResources().stream()
                .map(Patient.class::cast)
                .toList();
    }

    private static String reference(Patient patient) {
        return "Patient/" + patient.getIdElement().getIdPart();
    }

    static Set<RosterKey> keys(Patient patient) {
        var keys = new HashSet<RosterKey>();
        for (var identifier : patient.getIdentifier()) {
            if (identifier.hasValue() && identifier.getUse() != Identifier.IdentifierUse.TEMP) {
                RosterKey.ofIdentifier(text(identifier.getSystem()), identifier.getValue())
                        .ifPresent(keys::add);
                RosterKey.ofIdentifier("", identifier.getValue()).ifPresent(keys::add);
            }
        }
        var born = text(patient.getBirthDateElement().getValueAsString());
        for (HumanName name : patient.getName()) {
            for (StringType given : name.getGiven()) {
                RosterKey.ofPerson(text(name.getFamily()), text(given.getValue()), born)
                        .ifPresent(keys::add);
            }
        }
        return keys;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
