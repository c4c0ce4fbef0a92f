package dev.tributary.mapping.ccda.document;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import dev.tributary.mapping.v2.datatype.PrimaryLanguage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionAttestationMode;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.Composition.DocumentConfidentiality;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Reference;

/** The <a href="https://hl7.org/fhir/R4/composition.html">Composition</a> keeps each section's words, also of those without entries. */
public final class DocumentToComposition {

    private static final List<String> CONFIDENTIALITY = List.of("U", "L", "M", "N", "R", "V");

    private DocumentToComposition() {}

    /** @param entries what came of each section element */
    public static Composition map(
            DocumentHeader header, Map<CdaElement, List<Reference>> entries, CdaTranslation translation) {
        var root = header.root();
        var composition = new Composition();
        composition.setId(DocumentToDocumentReference.id("Composition", root, translation));
        composition.setIdentifier(IiToIdentifier.map(root.child("id"), translation.profile()));
        composition.setStatus(CompositionStatus.FINAL);
        composition.setType(CdToCodeableConcept.required(root.child("code"), translation));
        composition.setSubject(translation.patient());
        composition.setDateElement(date(header));
        header.authors().forEach(author -> composition.addAuthor(author.copy()));
        if (!composition.hasAuthor()) {
            var unknown = new Reference();
            unknown.addExtension(NullFlavor.dataAbsentReason("UNK"));
            composition.addAuthor(unknown);
        }
        var title = NarrativeText.words(root.child("title"));
        title = title == null ? root.child("code").attribute("displayName") : title;
        composition.setTitle(Objects.requireNonNullElse(title, "Clinical document"));
        var confidentiality = root.child("confidentialityCode").attribute("code");
        if (confidentiality != null && CONFIDENTIALITY.contains(confidentiality)) {
            composition.setConfidentiality(DocumentConfidentiality.fromCode(confidentiality));
        }
        var language = root.child("languageCode").attribute("code");
        composition.setLanguage(language == null ? null : PrimaryLanguage.shortest(language));
        setContext(composition, header, translation);
        for (var component : root.at("component", "structuredBody").children("component")) {
            add(composition.addSection(), component.child("section"), entries, translation);
        }
        return composition;
    }

    private static DateTimeType date(DocumentHeader header) {
        var date = header.date();
        if (date != null) {
            return date.copy();
        }
        var absent = new DateTimeType();
        absent.addExtension(NullFlavor.dataAbsentReason("UNK"));
        return absent;
    }

    private static void setContext(Composition composition, DocumentHeader header, CdaTranslation translation) {
        if (header.custodian() != null) {
            composition.setCustodian(header.custodian().copy());
        }
        if (header.encounter() != null) {
            composition.setEncounter(header.encounter().copy());
        }
        attest(composition, header.root().child("legalAuthenticator"), CompositionAttestationMode.LEGAL, translation);
        for (var signer : header.root().children("authenticator")) {
            attest(composition, signer, CompositionAttestationMode.PROFESSIONAL, translation);
        }
        for (var event : header.root().children("documentationOf")) {
            var service = event.child("serviceEvent");
            var period = IvlTsToPeriod.map(service.child("effectiveTime"), translation);
            var code = CdToCodeableConcept.map(service.child("code"), translation);
            if (period != null || code != null) {
                var mapped = composition.addEvent().setPeriod(period);
                if (code != null) {
                    mapped.addCode(code);
                }
            }
        }
    }

    private static void attest(
            Composition composition, CdaElement signer, CompositionAttestationMode mode, CdaTranslation translation) {
        var party = Participants.practitioner(signer.child("assignedEntity"), translation);
        if (party != null) {
            composition
                    .addAttester()
                    .setMode(mode)
                    .setParty(party)
                    .setTimeElement(IvlTsToPeriod.dateTime(signer.child("time"), translation));
        }
    }

    private static void add(
            SectionComponent into,
            CdaElement section,
            Map<CdaElement, List<Reference>> entries,
            CdaTranslation translation) {
        into.setTitle(NarrativeText.words(section.child("title")));
        into.setCode(CdToCodeableConcept.map(section.child("code"), translation));
        into.setText(NarrativeToXhtml.map(section.child("text")));
        for (var entry : entries.getOrDefault(section, List.of())) {
            into.addEntry(entry.copy());
        }
        for (var component : section.children("component")) {
            if (component.child("section").exists()) {
                add(into.addSection(), component.child("section"), entries, translation);
            }
        }
        if (!into.hasText() && !into.hasEntry() && !into.hasSection()) {
            into.setText(empty());
            into.getEmptyReason()
                    .addCoding()
                    .setSystem("http://terminology.hl7.org/CodeSystem/list-empty-reason")
                    .setCode("unavailable");
        }
    }

    /** FHIR (cmp-1) wants words even where there are none. */
    private static Narrative empty() {
        var text = new Narrative().setStatus(NarrativeStatus.EMPTY);
        text.setDivAsString("<div xmlns=\"http://www.w3.org/1999/xhtml\">-</div>");
        return text;
    }
}
