package dev.tributary.server.cli;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/**
 * Why the hub did not start, in one line that says what to do.
 *
 * @param line without a trailing full stop or line break
 */
record StartFailure(String line) {

    /** H2's "Database may be already in use". */
    private static final int H2_ALREADY_OPEN = 90020;

    private static final Pattern PORT = Pattern.compile("\\b(?:port\\D{0,3}|:)(\\d{2,5})\\b");

    /** The most telling exception of the chain decides; one that says nothing known is quoted as it is. */
    static StartFailure of(Throwable thrown, HubSettings settings) {
        var chain = chain(thrown);
        for (var cause : chain) {
            var known = known(cause, settings, chain);
            if (known.isPresent()) {
                return new StartFailure(known.get());
            }
        }
        return new StartFailure("the hub did not start: " + lastMessage(chain) + ". HUB_DEBUG=1 shows all of it");
    }

    /** The line for a port that something else listens on. */
    static String portInUse(int port, @Nullable String variable) {
        return "port " + port + " is in use: stop what listens there or set "
                + (variable == null ? "another one" : variable + " to another one");
    }

    /** The line for a data directory that another hub holds. */
    static String dataDirectoryHeld(HubSettings settings, String holder) {
        return "the data directory " + settings.dataDir() + " is in use by another process" + holder
                + ": stop that hub or set HUB_DATA_DIR to another directory";
    }

    private static Optional<String> known(Throwable cause, HubSettings settings, Set<Throwable> chain) {
        if (cause instanceof Refusal refusal) {
            return Optional.ofNullable(refusal.getMessage());
        }
        if (cause instanceof PortInUseException inUse) {
            return Optional.of(portInUse(inUse.getPort(), variable(inUse.getPort(), settings)));
        }
        if (cause instanceof BindException) {
            return Optional.of(bind(cause, chain, settings));
        }
        if (cause instanceof SQLException sql) {
            return database(sql, settings);
        }
        if (cause instanceof AccessDeniedException denied) {
            return Optional.of("no permission for " + denied.getFile()
                    + ": give this user access to it, or move it with" + " HUB_DATA_DIR or HUB_CONFIG");
        }
        if (cause instanceof NoSuchFileException missing) {
            return Optional.of(
                    missing.getFile() + " does not exist: create it, or set HUB_DATA_DIR or HUB_CONFIG to where it is");
        }
        return cause instanceof IOException io && isDiskFull(io)
                ? Optional.of("no space left on the disk of " + settings.dataDir() + ": free some or set HUB_DATA_DIR")
                : Optional.empty();
    }

    private static String bind(Throwable cause, Set<Throwable> chain, HubSettings settings) {
        var port = chain.stream()
                .map(StartFailure::portIn)
                .flatMap(Optional::stream)
                .findFirst();
        var message = text(cause);
        if (message.contains("Permission denied")) {
            return "this user may not open port " + port.map(Object::toString).orElse("below 1024")
                    + ": choose one above 1023 with HUB_PORT and HUB_MLLP_PORT";
        }
        return port.map(number -> portInUse(number, variable(number, settings)))
                .orElse("a port is in use (" + message + "): stop what listens there or set HUB_PORT or HUB_MLLP_PORT");
    }

    private static Optional<String> database(SQLException cause, HubSettings settings) {
        if (cause.getErrorCode() == H2_ALREADY_OPEN || text(cause).contains("may be already in use")) {
            return Optional.of(dataDirectoryHeld(settings, ""));
        }
        var url = settings.databaseUrl() == null ? "the embedded database" : withoutParameters(settings.databaseUrl());
        var state = cause.getSQLState() == null ? "" : cause.getSQLState();
        if (state.startsWith("08") || cause.getCause() instanceof ConnectException) {
            return Optional.of("no connection to " + url + ": start the database or correct HUB_DB_URL");
        }
        if (state.startsWith("28")) {
            return Optional.of(url + " refuses the login: correct HUB_DB_USER and HUB_DB_PASSWORD");
        }
        return "3D000".equals(state)
                ? Optional.of(url + " does not exist: create the database or correct HUB_DB_URL")
                : Optional.empty();
    }

    private static @Nullable String variable(int port, HubSettings settings) {
        if (port == settings.port()) {
            return "HUB_PORT";
        }
        return port == settings.mllpPort() ? "HUB_MLLP_PORT" : null;
    }

    private static Optional<Integer> portIn(Throwable cause) {
        var matcher = PORT.matcher(text(cause));
        return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    private static boolean isDiskFull(IOException cause) {
        return text(cause).contains("No space left");
    }

    private static String withoutParameters(String url) {
        var end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    private static String lastMessage(Set<Throwable> chain) {
        var last = "";
        for (var cause : chain) {
            last = cause.getMessage() == null ? cause.getClass().getSimpleName() : firstLine(cause.getMessage());
        }
        return last;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("").replaceAll("\\.$", "");
    }

    private static String text(Throwable cause) {
        return cause.getMessage() == null ? "" : cause.getMessage();
    }

    private static Set<Throwable> chain(Throwable thrown) {
        var chain = new LinkedHashSet<Throwable>();
        for (Throwable cause = thrown; cause != null && chain.add(cause); cause = cause.getCause()) {}
        return chain;
    }
}
