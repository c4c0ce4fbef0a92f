package dev.tributary.server.harmonise;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.ArrayList;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.ConceptMap;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The hub's ConceptMaps in memory. A look at the database every other second notices a change that any replica made, whoever wrote
 * it; storing asks nothing. ConceptMaps that a source sent are its records and translate nothing.
 */
final class TranslationCache implements Supplier<Translations> {

    private static final int MOST = 1_000;
    private static final String SOURCE_URI = "urn:tributary:source:";
    /** Versions only grow, also by a deletion: any change gives another sum. */
    private static final String STAND =
            "select count(*), coalesce(sum(res_ver), 0) from hfj_resource where res_type = 'ConceptMap'";

    private final JdbcTemplate jdbc;
    private final DaoRegistry daos;
    private volatile Translations current = Translations.NONE;
    private String stand = "0 0";

    TranslationCache(JdbcTemplate jdbc, DaoRegistry daos) {
        this.jdbc = jdbc;
        this.daos = daos;
    }

    @Override
    public Translations get() {
        return current;
    }

    /** Reads the maps again if any has changed. */
    synchronized void refresh() {
        var now = jdbc.queryForObject(STAND, (row, n) -> row.getLong(1) + " " + row.getLong(2));
        if (now != null && !now.equals(stand)) {
            current = read();
            stand = now;
        }
    }

    private Translations read() {
        var search = SearchParameterMap.newSynchronous().setLoadSynchronousUpTo(MOST);
        var found = daos.getResourceDao(ConceptMap.class).search(search, new SystemRequestDetails());
        var maps = new ArrayList<ConceptMap>();
        for (var resource : found.getAllResources()) {
            if (resource instanceof ConceptMap map && !isRecordOfSource(map)) {
                maps.add(map);
            }
        }
        return Translations.of(maps);
    }

    private static boolean isRecordOfSource(ConceptMap map) {
        return map.getMeta().hasSource() && map.getMeta().getSource().startsWith(SOURCE_URI);
    }
}
