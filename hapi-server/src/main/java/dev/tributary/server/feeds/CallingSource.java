package dev.tributary.server.feeds;

import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Role;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose message a request brings: the source whose client the token names; an operator names it with {@code ?source=id}. */
public final class CallingSource {

    private CallingSource() {}

    public static Optional<Source> of(SourceCatalogue sources, Caller caller, @Nullable String named) {
        if (named != null && caller.is(Role.OPERATOR)) {
            return sources.byId(named);
        }
        return sources.byClient(caller.clientId())
                .filter(source -> caller.is(Role.SOURCE) && (named == null || named.equals(source.id())));
    }

    /** Why there is none, for the caller. */
    public static String absent(Caller caller, @Nullable String named, String path) {
        if (!caller.is(Role.OPERATOR)) {
            return "Client %s sends for no source of that name. Its source is the file in config/sources with that name or client."
                    .formatted(caller.clientId());
        }
        return named == null
                ? "An operator says whose message it is: POST %s?source=id.".formatted(path)
                : "There is no source of that name, or its file has a mistake: see /actuator/health.";
    }
}
