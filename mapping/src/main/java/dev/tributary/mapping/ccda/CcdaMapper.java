package dev.tributary.mapping.ccda;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.document.DocumentHeader;
import dev.tributary.mapping.ccda.document.DocumentToComposition;
import dev.tributary.mapping.ccda.document.DocumentToDocumentReference;
import dev.tributary.mapping.ccda.document.DocumentToProvenance;
import dev.tributary.mapping.ccda.header.RecordTargetToPatient;
import dev.tributary.mapping.ccda.section.CareTeamOrganizerToCareTeam;
import dev.tributary.mapping.ccda.section.EncounterDiagnoses;
import dev.tributary.mapping.ccda.section.EncounterToEncounter;
import dev.tributary.mapping.ccda.section.Sections;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;

/**
 * Documents of C-CDA as changes to the record, after <a href="https://hl7.org/fhir/us/ccda/">HL7's C-CDA on FHIR</a>. Pure: the same document
 * and profile give the same resources with the same ids.
 */
public final class CcdaMapper {

    private CcdaMapper() {}

    /**
     * Never throws for what a document contains.
     *
     * @param raw the document as it came: kept in a Binary, byte for byte
     */
    public static Mapped map(CcdaReading.Readable reading, byte[] raw, SourceProfile profile) {
        var role = reading.tree().root().at("recordTarget", "patientRole");
        return map(reading, raw, profile, patientKey(reading.header(), role));
    }

    /** The same about a patient whom somebody else knows by that number. */
    static Mapped map(CcdaReading.Readable reading, byte[] raw, SourceProfile profile, String patientKey) {
        var root = reading.tree().root();
        var header = reading.header();
        var role = root.at("recordTarget", "patientRole");
        var translation = new CdaTranslation(profile, reading.tree().anchors(), patientKey);
        checkDocument(reading, translation);
        var patient = RecordTargetToPatient.map(role, translation);
        translation.write(patient, role);
        var encounter = EncounterToEncounter.encompassing(root.at("componentOf", "encompassingEncounter"), translation);
        var participants = DocumentHeader.of(root, encounter, translation);
        var sections = Sections.map(root.at("component", "structuredBody"), patient, translation);
        if (encounter != null) {
            EncounterDiagnoses.link(encounter, sections, translation);
        }
        CareTeamOrganizerToCareTeam.ofHeader(root, translation);
        var document = DocumentToDocumentReference.map(participants, raw, translation);
        if (root.at("component", "structuredBody").exists()) {
            translation.write(DocumentToComposition.map(participants, sections, translation), CdaElement.absent());
        }
        var occurred = header.occurred();
        if (occurred != null) {
            DocumentToProvenance.write(participants, document, occurred, translation);
        }
        return new Mapped(header.trigger(), occurred, translation.changes(), translation.issues());
    }

    private static void checkDocument(CcdaReading.Readable reading, CdaTranslation translation) {
        var root = reading.tree().root();
        if (reading.tree().isRepaired()) {
            translation.warn("value", root, "The bytes are not of the declared encoding; read as Windows-1252.");
        }
        if (root.children("recordTarget").size() > 1) {
            translation.warn(
                    "business-rule",
                    root,
                    "The document is about several patients; all is taken to be about the first.");
        }
    }

    /** A patient without any number is known by the words about him. */
    private static String patientKey(CcdaHeader header, CdaElement role) {
        var text = new StringBuilder();
        role.child("patient").child("name").fingerprint(text);
        role.child("patient").child("birthTime").fingerprint(text);
        return Objects.requireNonNullElse(header.patientKey(), "cda|" + text);
    }
}
