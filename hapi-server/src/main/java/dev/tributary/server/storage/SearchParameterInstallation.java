package dev.tributary.server.storage;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.model.util.JpaConstants;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.SearchParameter;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Puts the search parameters of {@code search-parameters.csv} into an empty store, once, before anything else is written: what is
 * indexed is decided before the first row. Also stores the hub's own Device, whose tags make the tag definitions exist before
 * parallel writers would create them twice.
 */
final class SearchParameterInstallation implements SmartLifecycle {

    private static final String NAME = "search-parameters";
    private static final long LOCK = 0x5EA2C8L;

    private final FhirContext fhir;
    private final IFhirSystemDao<Bundle, Meta> system;
    private final ISearchParamRegistry registry;
    private final JdbcTemplate jdbc;
    private final KeyLocks locks;
    private final StoringTransaction transactions;
    private final Clock clock;
    private volatile boolean running;

    SearchParameterInstallation(
            FhirContext fhir,
            IFhirSystemDao<Bundle, Meta> system,
            ISearchParamRegistry registry,
            JdbcTemplate jdbc,
            KeyLocks locks,
            StoringTransaction transactions,
            Clock clock) {
        this.fhir = fhir;
        this.system = system;
        this.registry = registry;
        this.jdbc = jdbc;
        this.locks = locks;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void start() {
        var selection = SearchParameterSelection.load();
        if (transactions.run(() -> install(selection))) {
            registry.forceRefresh();
        }
        running = true;
    }

    private boolean install(SearchParameterSelection selection) {
        locks.lock(new TreeSet<>(List.of(LOCK)));
        var installed =
                jdbc.queryForList("select fingerprint from hub.installation where name = ?", String.class, NAME);
        if (installed.contains(selection.fingerprint())) {
            return false;
        }
        var request = new SystemRequestDetails();
        // Each of them would start a reindex job otherwise, over nothing.
        request.getUserData().put(JpaConstants.SKIP_REINDEX_ON_UPDATE, true);
        system.transactionNested(request, bundle(selection));
        jdbc.update("delete from hub.installation where name = ?", NAME);
        jdbc.update(
                "insert into hub.installation (name, fingerprint, installed_at) values (?, ?, ?)",
                NAME,
                selection.fingerprint(),
                Timestamp.from(clock.instant()));
        return true;
    }

    private Bundle bundle(SearchParameterSelection selection) {
        var bundle = new Bundle();
        bundle.setType(Bundle.BundleType.TRANSACTION);
        var definitions = Objects.requireNonNull(new DefaultProfileValidationSupport(fhir).fetchAllSearchParameters());
        for (var definition : definitions) {
            if (definition instanceof SearchParameter parameter && selection.wants(parameter)) {
                var kept = parameter.copy();
                kept.setStatus(PublicationStatus.ACTIVE);
                kept.setText(null);
                put(bundle, kept);
            }
        }
        put(bundle, mothersMaidenName());
        var hub = new Device();
        hub.setId("tributary");
        hub.addDeviceName().setName("Tributary").setType(Device.DeviceNameType.USERFRIENDLYNAME);
        hub.getMeta().addTag(RecordTag.SOURCE.coding()).addTag(RecordTag.UNIFIED.coding());
        put(bundle, hub);
        return bundle;
    }

    /** <a href="https://profiles.ihe.net/ITI/PDQm/ITI-78.html">ITI-78</a> asks for it; R4 does not define it. */
    private static SearchParameter mothersMaidenName() {
        var parameter = new SearchParameter();
        parameter.setId("patient-mothers-maiden-name");
        parameter
                .setUrl("https://tributary.dev/fhir/SearchParameter/patient-mothers-maiden-name")
                .setName("mothersMaidenName")
                .setStatus(PublicationStatus.ACTIVE)
                .setDescription("The mother's maiden name")
                .setCode("mothersMaidenName")
                .addBase("Patient")
                .setType(SearchParamType.STRING)
                .setExpression("Patient.extension"
                        + ".where(url = 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName').value");
        return parameter;
    }

    private static void put(Bundle bundle, org.hl7.fhir.r4.model.Resource resource) {
        bundle.addEntry()
                .setResource(resource)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before feeds, workers and the web server. */
    @Override
    public int getPhase() {
        return 0;
    }
}
