package dev.tributary.server.observe;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import org.springframework.boot.logging.StackTracePrinter;

/**
 * Stack traces for JSON logs: which exceptions and where, never their messages, since those of databases and parsers quote what they
 * were given. The text logs do the same by {@code logging.exception-conversion-word}.
 */
public final class QuietStackTrace implements StackTracePrinter {

    @Override
    public void printStackTrace(Throwable throwable, Appendable out) throws IOException {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());
        var caption = "";
        for (var cause = throwable; cause != null && seen.add(cause); cause = cause.getCause()) {
            out.append(caption).append(cause.getClass().getName()).append('\n');
            for (var frame : cause.getStackTrace()) {
                out.append("\tat ").append(frame.toString()).append('\n');
            }
            caption = "Caused by: ";
        }
    }
}
