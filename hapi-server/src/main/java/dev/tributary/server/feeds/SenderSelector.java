package dev.tributary.server.feeds;

import dev.tributary.server.sources.Source;
import java.util.List;
import java.util.Set;

/** Tells the sources of one MLLP port apart by MSH-3 and MSH-4. */
final class SenderSelector {

    private final List<Source> sources;

    SenderSelector(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * The id of the source that a message comes from. A message that fits none goes to the first: whoever receives it refuses it by
     * the same two fields, with a row and an answer, which beats dropping it here.
     */
    String select(byte[] raw) {
        if (sources.size() > 1) {
            var application = Er7.component(raw, "MSH", 3).orElse("");
            var facility = Er7.component(raw, "MSH", 4).orElse("");
            for (var source : sources) {
                if (accepts(source.profile().sendingApplications(), application)
                        && accepts(source.profile().sendingFacilities(), facility)) {
                    return source.id();
                }
            }
        }
        return sources.get(0).id();
    }

    private static boolean accepts(Set<String> accepted, String sent) {
        return accepted.isEmpty() || accepted.contains(sent);
    }
}
