package dev.tributary.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What Tomcat shows for errors that no face answered: those of filters, of the firewall, of the FHIR servlet as such. */
@RestController
final class ErrorFace implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorFace.class);

    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
            LOG.error("A request failed: {}", Kind.of(thrown), thrown);
        }
        return Outcome.of(status(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)), null);
    }

    /** Whoever asks for the error page itself finds nothing there. */
    private static HttpStatusCode status(@Nullable Object code) {
        var status = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        return Objects.requireNonNullElse(status, HttpStatus.INTERNAL_SERVER_ERROR);
    }
}
