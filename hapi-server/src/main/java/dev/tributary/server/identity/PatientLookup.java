package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.record.Statement;
import dev.tributary.server.storage.RecordTag;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/** Finds persons by their identifiers, and knows which of theirs are told. */
public final class PatientLookup {

    private static final int MOST = 10;

    private final DaoRegistry daos;
    /** Identifier systems that the configuration names. */
    private final Set<String> systems;

    PatientLookup(DaoRegistry daos, Set<String> systems) {
        this.daos = daos;
        this.systems = Set.copyOf(systems);
    }

    /** The unified Patients that hold this identifier, now or formerly. */
    public List<Patient> byIdentifier(@Nullable String system, String value) {
        return search(system == null || system.isEmpty() ? new TokenParam(value) : new TokenParam(system, value), MOST);
    }

    /** The one person with this identifier; refused with 422 if there is none or several. */
    String only(String name, Identifier identifier) {
        if (!identifier.hasSystem() || !identifier.hasValue()) {
            throw new InvalidRequestException(
                    name + "-identifier: write system and value; the same number may be two facilities'.");
        }
        var found = byIdentifier(identifier.getSystem(), identifier.getValue());
        if (found.size() != 1) {
            throw new UnprocessableEntityException(
                    name + "-identifier: " + found.size() + " persons have this identifier; it must be one.");
        }
        return found.get(0).getIdElement().getIdPart();
    }

    /** Whether the hub has heard of an assigning authority: by configuration, or because somebody has a number of it. */
    public boolean isKnown(String system) {
        return systems.contains(system)
                || !search(new TokenParam(system, ""), 1).isEmpty();
    }

    /**
     * The identifiers of a person in these systems; of any system if none is named. Former ones are not told, nor the ids that sources
     * keep their records under unless somebody asks for them.
     */
    public static List<Identifier> identifiers(Patient person, Set<String> systems) {
        return person.getIdentifier().stream()
                .filter(identifier -> identifier.hasSystem() && identifier.hasValue())
                .filter(identifier -> identifier.getUse() != IdentifierUse.OLD)
                .filter(identifier -> systems.isEmpty()
                        ? !identifier.getSystem().startsWith(Statement.metaSource(""))
                        : systems.contains(identifier.getSystem()))
                .toList();
    }

    private List<Patient> search(TokenParam identifier, int count) {
        var search = new SearchParameterMap();
        search.setLoadSynchronous(true);
        search.setLoadSynchronousUpTo(count);
        search.add("identifier", identifier);
        search.add("_tag", new TokenParam(RecordTag.SYSTEM, RecordTag.UNIFIED.code()));
        return daos.getResourceDao("Patient").search(search, new SystemRequestDetails()).getAllResources().stream()
                .map(Patient.class::cast)
                .toList();
    }
}
