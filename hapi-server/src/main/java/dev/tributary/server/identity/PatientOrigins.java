package dev.tributary.server.identity;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import dev.tributary.identity.PersonField;
import dev.tributary.identity.SourceRecord;
import dev.tributary.identity.Survivorship;
import dev.tributary.identity.SurvivorshipRules;
import dev.tributary.server.fhir.OperationProvider;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.storage.StoringTransaction;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;

/** {@code Patient/{id}/$origins}: which source each field of a unified Patient comes from, and who says otherwise. */
public final class PatientOrigins implements OperationProvider {

    private final Regrouping regrouping;
    private final SurvivorshipRules rules;
    private final StoringTransaction transactions;

    PatientOrigins(Regrouping regrouping, SurvivorshipRules rules, StoringTransaction transactions) {
        this.regrouping = regrouping;
        this.rules = rules;
        this.transactions = transactions;
    }

    @Operation(name = "$origins", typeName = "Patient", idempotent = true)
    public Parameters origins(@IdParam IdType id) {
        List<SourceRecord> said = transactions.run(() -> regrouping.said(id.getIdPart()));
        if (said.isEmpty()) {
            throw new ResourceNotFoundException("There is no unified Patient with this id.");
        }
        var answer = new Parameters();
        for (var origin : Survivorship.origins(said, rules)) {
            var part = answer.addParameter().setName("field");
            part.addPart()
                    .setName("name")
                    .setValue(new StringType(origin.field().code()));
            fill(part, origin.field(), origin.from());
            for (var other : origin.others()) {
                fill(part.addPart().setName("conflict"), origin.field(), other);
            }
        }
        return answer;
    }

    private static void fill(ParametersParameterComponent part, PersonField field, SourceRecord record) {
        part.addPart()
                .setName("record")
                .setValue(new Reference(
                        "Patient/" + record.patient().getIdElement().getIdPart()));
        part.addPart().setName("source").setValue(new StringType(record.source()));
        part.addPart().setName("asOf").setValue(new InstantType(Date.from(record.asOf())));
        // Contacts and languages are no data types: their record shows them.
        for (var value : field.values(record.patient())) {
            if (value instanceof Type type) {
                part.addPart().setName("value").setValue(type);
            }
        }
    }
}
