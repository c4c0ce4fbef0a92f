package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import org.springframework.jdbc.core.JdbcTemplate;

/** HAPI 8.8.0 answers {@code $everything} of an unknown patient with other people's resources (hapi-fhir#7550): asked here first. */
@Interceptor
public final class PatientExists implements RequestRule {

    private final JdbcTemplate jdbc;

    PatientExists(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void check(RequestDetails request, RestOperationTypeEnum operation) {
        var id = request.getId();
        if ("$everything".equals(request.getOperation()) && id != null) {
            var known = jdbc.queryForList(
                    "select 1 from hfj_resource where res_type = ? and fhir_id = ? and res_deleted_at is null",
                    Integer.class,
                    request.getResourceName(),
                    id.getIdPart());
            if (known.isEmpty()) {
                throw new ResourceNotFoundException("There is no " + request.getResourceName() + " with this id.");
            }
        }
    }
}
