package dev.tributary.server.transform;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.UriParam;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.convertors.factory.VersionConvertorFactory_40_50;
import org.hl7.fhir.r4.model.StructureMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The hub's StructureMaps by their canonical URL, in memory. A look at the database every other second notices a change that any
 * replica made. StructureMaps that a source sent are its records and are never run.
 */
final class StoredStructureMaps {

    private static final String SOURCE_URI = "urn:tributary:source:";
    private static final Duration PERIOD = Duration.ofSeconds(2);
    /** Versions only grow, also by a deletion: any change gives another sum. */
    private static final String STAND =
            "select count(*), coalesce(sum(res_ver), 0) from hfj_resource where res_type = 'StructureMap'";

    private final JdbcTemplate jdbc;
    private final DaoRegistry daos;
    private final InstantSource clock;
    private final Duration limit;
    private final Map<String, Optional<Transformation>> maps = new ConcurrentHashMap<>();
    private Instant looked = Instant.EPOCH;
    private String stand = "";

    /** @param limit how long a map may work on one resource */
    StoredStructureMaps(JdbcTemplate jdbc, DaoRegistry daos, InstantSource clock, Duration limit) {
        this.jdbc = jdbc;
        this.daos = daos;
        this.clock = clock;
        this.limit = limit;
    }

    /** Empty if the hub has no map of that URL; joins the caller's transaction if there is one. */
    Optional<Transformation> find(String canonical) {
        refresh();
        return maps.computeIfAbsent(canonical, this::read);
    }

    /** Those that were used since the last change. */
    Stream<Transformation> known() {
        return maps.values().stream().flatMap(Optional::stream);
    }

    private synchronized void refresh() {
        var now = clock.instant();
        if (now.isBefore(looked.plus(PERIOD))) {
            return;
        }
        String found = jdbc.queryForObject(STAND, (row, n) -> row.getLong(1) + " " + row.getLong(2));
        if (found != null && !found.equals(stand)) {
            maps.clear();
            stand = found;
        }
        looked = now;
    }

    private Optional<Transformation> read(String canonical) {
        var search = SearchParameterMap.newSynchronous("url", new UriParam(canonical));
        return daos
                .getResourceDao(StructureMap.class)
                .search(search, new SystemRequestDetails())
                .getAllResources()
                .stream()
                .map(StructureMap.class::cast)
                .filter(map ->
                        !map.getMeta().hasSource() || !map.getMeta().getSource().startsWith(SOURCE_URI))
                .findFirst()
                .map(map -> Transformation.of(
                        (org.hl7.fhir.r5.model.StructureMap) VersionConvertorFactory_40_50.convertResource(map),
                        limit));
    }
}
