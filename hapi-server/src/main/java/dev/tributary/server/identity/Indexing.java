package dev.tributary.server.identity;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.IdentityKey;
import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import java.util.List;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;

/** Puts records into the index that came before matching was switched on, or that an earlier release understood otherwise. */
final class Indexing implements Jobs.Work {

    private final FeatureIndex index;
    private final Tools tools;
    private final ObjectMapper mapper;
    private long indexed;

    Indexing(FeatureIndex index, Tools tools, ObjectMapper mapper) {
        this.index = index;
        this.tools = tools;
        this.mapper = mapper;
    }

    /** What it takes to read a record and to keep others from changing it meanwhile. */
    record Tools(IdentifierStrengths strengths, DaoRegistry daos, KeyLocks locks, StoringTransaction transactions) {}

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public void look(List<JobTable.Row> page) {
        for (var row : page) {
            indexed += tools.transactions().run(() -> index(row.record())) ? 1 : 0;
        }
    }

    private boolean index(String record) {
        tools.locks().lock(new TreeSet<>(List.of(new IdentityKey("record", record).lock())));
        var patient = (Patient)
                tools.daos().getResourceDao("Patient").read(new IdType("Patient", record), new SystemRequestDetails());
        var features = PersonFeatures.of(patient, tools.strengths());
        var stored = index.stored(record);
        if (FeatureIndex.same(stored, features.toBytes())) {
            return false;
        }
        index.put(record, features.toBytes(), BlockingKeys.of(features), stored != null);
        return true;
    }

    @Override
    public JsonNode result() {
        return mapper.createObjectNode().put("indexed", indexed);
    }
}
