package dev.tributary.server.identity;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.server.fhir.RequestRule;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Patient;

/**
 * {@code GET /fhir/Patient?…&identifier=system|} of <a href="https://profiles.ihe.net/ITI/PDQm/ITI-78.html">ITI-78</a> (IH-05): a system
 * without a value names a domain that is to be returned. Persons then come with their numbers of these domains only; an unknown domain
 * is answered 404.
 */
@Interceptor
public final class ReturnedDomains implements RequestRule {

    private static final String DOMAINS = "hub.returned-domains";

    private final PatientLookup patients;

    ReturnedDomains(PatientLookup patients) {
        this.patients = patients;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void read(RequestDetails request, RestOperationTypeEnum operation) {
        if (operation != RestOperationTypeEnum.SEARCH_TYPE || !"Patient".equals(request.getResourceName())) {
            return;
        }
        var domains = domains(request.getParameters().get("identifier"));
        for (var domain : domains) {
            if (!patients.isKnown(domain)) {
                throw unknown();
            }
        }
        if (!domains.isEmpty()) {
            request.getUserData().put(DOMAINS, domains);
        }
    }

    private static Set<String> domains(String @org.jspecify.annotations.Nullable [] values) {
        var domains = new LinkedHashSet<String>();
        for (var value : values == null ? new String[0] : values) {
            for (var token : value.split("(?<!\\\\),", -1)) {
                if (token.length() > 1 && token.endsWith("|")) {
                    domains.add(token.substring(0, token.length() - 1));
                }
            }
        }
        return domains;
    }

    private static ResourceNotFoundException unknown() {
        var thrown = new ResourceNotFoundException("identifier: the hub knows no such assigning authority.");
        var outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.NOTFOUND)
                .setDiagnostics(thrown.getMessage());
        thrown.setOperationOutcome(outcome);
        return thrown;
    }

    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public void narrow(RequestDetails request, IBaseResource response) {
        if (!(response instanceof Bundle bundle) || !(request.getUserData().get(DOMAINS) instanceof Set<?> domains)) {
            return;
        }
        for (var entry : bundle.getEntry()) {
            if (entry.getResource() instanceof Patient person) {
                person.getIdentifier().removeIf(identifier -> !domains.contains(identifier.getSystem()));
            }
        }
    }
}
