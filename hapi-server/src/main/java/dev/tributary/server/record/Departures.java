package dev.tributary.server.record;

import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records that left their persons in one transaction, and what follows them: now, or in a job if all of a person goes and it is much. */
final class Departures {

    private final Persons.Factory shared;
    private final UUID cause;
    private final Map<String, List<PatientLink>> members;
    private boolean later;

    /** @param members the records that each person has now */
    Departures(Persons.Factory shared, UUID cause, Map<String, List<PatientLink>> members) {
        this.shared = shared;
        this.cause = cause;
        this.members = members;
    }

    private record Route(String from, String to) {}

    /**
     * Re-points what refers to the moved records.
     *
     * @param origin the person that each of them left
     * @param since leaves out what was written before; null for everything
     */
    List<Written> follow(
            RecordSession session, List<PatientLink> moved, Map<String, String> origin, @Nullable Instant since) {
        var routes = moved.stream()
                .collect(Collectors.groupingBy(
                        link -> new Route(Objects.requireNonNull(origin.get(link.sourcePatient())), link.unified())));
        var written = new ArrayList<Written>();
        routes.forEach((route, records) -> {
            var staying = members.getOrDefault(route.from(), List.of());
            var whole = staying.isEmpty()
                    && routes.keySet().stream()
                            .noneMatch(other ->
                                    !other.equals(route) && other.from().equals(route.from()));
            if (whole && since == null && shared.repointing().isLarge(route.from())) {
                later = true;
                var ids = records.stream().map(PatientLink::sourcePatient).toList();
                shared.largeMoves().begin(cause, route.from(), route.to(), ids);
            } else {
                var follows = Follows.of(route.from(), route.to(), records, staying);
                written.addAll(shared.repointing().move(session, follows, since));
            }
        });
        return written;
    }

    /** Whether a job moves some of it. */
    boolean later() {
        return later;
    }
}
