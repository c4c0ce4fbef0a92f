package dev.tributary.server.query;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import dev.tributary.mapping.Issue;
import dev.tributary.server.identity.PatientLookup;
import dev.tributary.server.query.PatientQueries.Found;
import dev.tributary.server.storage.RecordTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;

/**
 * <a href="https://profiles.ihe.net/ITI/TF/Volume2/ITI-21.html">ITI-21</a>: who fits these demographics. Names match from their
 * beginning, whatever the case and accents; all that is asked for must fit.
 */
final class DemographicsQuery {

    /** Whoever asks for more must ask more precisely. */
    private static final int MOST = 1000;

    private final PatientLookup patients;
    private final DaoRegistry daos;

    DemographicsQuery(PatientLookup patients, DaoRegistry daos) {
        this.patients = patients;
        this.daos = daos;
    }

    Found find(Asked asked) {
        var errors = new ArrayList<Issue>();
        var domains = CrossReferenceQuery.targets(asked, 8, patients, errors);
        var search = new DemographicsParameters(asked, errors).search();
        if (!errors.isEmpty()) {
            return new Found.Refused(errors);
        }
        var fitting = search(search).stream()
                .filter(person -> !PatientLookup.identifiers(person, domains).isEmpty())
                .toList();
        var from = Math.min(asked.offset(), fitting.size());
        var to = Math.min(from + asked.limit(), fitting.size());
        return found(asked, fitting.subList(from, to), domains, fitting.size(), to < fitting.size() ? to : 0);
    }

    private List<Patient> search(SearchParameterMap search) {
        search.setLoadSynchronous(true);
        search.setLoadSynchronousUpTo(MOST);
        search.setSort(new SortSpec("_id"));
        search.add("_tag", new TokenParam(RecordTag.SYSTEM, RecordTag.UNIFIED.code()));
        return daos.getResourceDao("Patient").search(search, new SystemRequestDetails()).getAllResources().stream()
                .map(Patient.class::cast)
                .toList();
    }

    private static Found found(Asked asked, List<Patient> persons, Set<String> domains, int total, int next) {
        var people = new ArrayList<String>();
        var references = new ArrayList<String>();
        for (var person : persons) {
            people.add(PatientToPid.segment(asked, person, domains, people.size() + 1));
            references.add("Patient/" + person.getIdElement().getIdPart());
        }
        return new Found.Persons(people, references, total, next == 0 ? "" : Integer.toString(next));
    }
}
