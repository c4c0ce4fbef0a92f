package dev.tributary.server.web;

import dev.tributary.server.security.OutcomeJson;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What Tomcat says of requests that never reach the application, instead of a page that names itself. Made by Tomcat. */
public final class OutcomeValve extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        var status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType(OutcomeJson.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            response.getOutputStream().write(OutcomeJson.of(Outcome.code(status), Outcome.text(status)));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // Nobody is there any more, or the answer is under way.
            container.getLogger().debug("No answer could be written");
        }
    }
}
