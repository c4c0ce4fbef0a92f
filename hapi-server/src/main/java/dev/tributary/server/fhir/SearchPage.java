package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.List;

/** Refuses what no page can begin at, which HAPI takes for a failure of its own. */
@Interceptor
public final class SearchPage implements RequestRule {

    private static final List<String> STARTS = List.of("_offset", "_getpagesoffset");

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public void check(RequestDetails request) {
        for (var name : STARTS) {
            for (var value : request.getParameters().getOrDefault(name, new String[0])) {
                if (!value.matches("\\d{1,9}")) {
                    throw new InvalidRequestException(name + ": write a whole number from 0 on, like 100.");
                }
            }
        }
    }
}
