package dev.tributary.mapping.ccda.document;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Provenance.ProvenanceEntityRole;
import org.hl7.fhir.r4.model.Reference;

/** Where the facts come from: <a href="https://hl7.org/fhir/us/core/STU6.1/basic-provenance.html">one Provenance for all that a document says</a>. */
public final class DocumentToProvenance {

    private static final String TRANSMITTER =
            "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";
    private static final String AGENTS = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    private static final Set<String> BY_THE_WAY = Set.of(
            "Patient",
            "Practitioner",
            "PractitionerRole",
            "Organization",
            "Location",
            "RelatedPerson",
            "Binary",
            "Medication",
            "Specimen");

    private DocumentToProvenance() {}

    /** To be called last; nothing is written for a document without author and keeper. */
    public static void write(DocumentHeader header, Reference document, Instant recorded, CdaTranslation translation) {
        var provenance = new Provenance();
        provenance.setId(translation.entryId("Provenance", header.root()));
        for (var resource : translation.resources()) {
            if (!BY_THE_WAY.contains(resource.fhirType())) {
                provenance.addTarget(new Reference(
                        resource.fhirType() + "/" + resource.getIdElement().getIdPart()));
            }
        }
        provenance.setRecorded(Date.from(recorded));
        for (var author : header.authors()) {
            addAgent(provenance, "author", author);
        }
        var custodian = header.custodian();
        if (custodian != null) {
            addAgent(provenance, "transmitter", custodian);
            provenance.getAgent().forEach(agent -> {
                if (!agent.getWho().getReference().startsWith("Organization/")) {
                    agent.setOnBehalfOf(custodian.copy());
                }
            });
        }
        if (provenance.hasAgent() && provenance.hasTarget()) {
            provenance.addEntity().setRole(ProvenanceEntityRole.SOURCE).setWhat(document.copy());
            translation.write(provenance, header.root());
        }
    }

    private static void addAgent(Provenance provenance, String type, Reference who) {
        var agent = provenance.addAgent();
        agent.getType()
                .addCoding()
                .setSystem(type.equals("transmitter") ? TRANSMITTER : AGENTS)
                .setCode(type);
        agent.setWho(who.copy());
    }
}
