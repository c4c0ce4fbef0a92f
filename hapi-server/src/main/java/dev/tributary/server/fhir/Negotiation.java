package dev.tributary.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;

/**
 * <a href="https://hl7.org/fhir/R4/http.html#mime-type">406 and 415</a>: HAPI answers JSON to whoever asks for something that FHIR does
 * not have, and calls a body in a foreign format malformed.
 */
@Interceptor
public final class Negotiation implements RequestRule {

    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    public void check(HttpServletRequest request) {
        var format = request.getParameter("_format");
        if (format != null && !isFhir(mime(format))) {
            throw new UnclassifiedServerFailureException(406, "_format: the hub answers json or xml.");
        }
        var accept = request.getHeader("Accept");
        if (format == null && accept != null && !accept.isBlank() && !acceptable(accept)) {
            throw new UnclassifiedServerFailureException(
                    406, "Accept: the hub answers application/fhir+json or application/fhir+xml.");
        }
        var type = request.getContentType();
        if (type != null && request.getContentLengthLong() != 0 && !isFhir(mime(type)) && !isForm(type)) {
            throw new UnclassifiedServerFailureException(
                    415, "Content-Type: send application/fhir+json or application/fhir+xml.");
        }
    }

    private static boolean acceptable(String accept) {
        return Arrays.stream(accept.split(",", -1))
                .map(Negotiation::mime)
                .anyMatch(range -> range.equals("*/*") || range.equals("application/*") || isFhir(range));
    }

    private static String mime(String value) {
        var end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).trim();
    }

    private static boolean isFhir(String mime) {
        return mime.endsWith("json") || mime.endsWith("xml") || mime.endsWith("json+fhir") || mime.endsWith("xml+fhir");
    }

    private static boolean isForm(String type) {
        return mime(type).equals("application/x-www-form-urlencoded");
    }
}
