package dev.tributary.server.harmonise;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.IdType;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The hub's ConceptMaps in memory. A look at the database every other second notices a change that any replica made, whoever wrote
 * it; storing asks nothing. ConceptMaps that a source sent are its records and translate nothing.
 */
final class TranslationCache implements Supplier<Translations> {

    private static final int PAGE_SIZE = 500;
    private static final String PAGE = "select res_id, fhir_id from hfj_resource where res_type = 'ConceptMap'"
            + " and res_deleted_at is null and res_id > ? order by res_id fetch first ? rows only";
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

    /** By their numbers in HAPI's table: a search has a last page, this has none. */
    private Translations read() {
        var dao = daos.getResourceDao(ConceptMap.class);
        var maps = new ArrayList<ConceptMap>();
        var after = 0L;
        for (var page = page(after); !page.isEmpty(); page = page(after)) {
            for (var stored : page) {
                try {
                    var map = dao.read(new IdType("ConceptMap", stored.id()), new SystemRequestDetails());
                    if (!isRecordOfSource(map)) {
                        maps.add(map);
                    }
                } catch (ResourceGoneException | ResourceNotFoundException e) {
                    // Deleted meanwhile, which the next look notices.
                }
                after = stored.number();
            }
        }
        return Translations.of(maps);
    }

    /** A ConceptMap by HAPI's number and its id. */
    private record Stored(long number, String id) {}

    private List<Stored> page(long after) {
        return jdbc.query(PAGE, (row, n) -> new Stored(row.getLong(1), row.getString(2)), after, PAGE_SIZE);
    }

    private static boolean isRecordOfSource(ConceptMap map) {
        return map.getMeta().hasSource() && map.getMeta().getSource().startsWith(SOURCE_URI);
    }
}
