package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/** All sections of a structured body, nested ones too. */
public final class Sections {

    private static final Set<String> STATEMENTS =
            Set.of("act", "observation", "organizer", "procedure", "substanceAdministration", "supply", "encounter");

    private final Patient patient;
    private final CdaTranslation translation;
    private final Map<CdaElement, List<Reference>> found = new LinkedHashMap<>();

    private Sections(Patient patient, CdaTranslation translation) {
        this.patient = patient;
        this.translation = translation;
    }

    /**
     * Writes what the entries say and answers, for each section element, what came of its entries.
     *
     * @param patient receives what the guide makes elements of the patient
     */
    public static Map<CdaElement, List<Reference>> map(CdaElement body, Patient patient, CdaTranslation translation) {
        var sections = new Sections(patient, translation);
        // Problems come first: what refers to a problem of the document finds it written.
        sections.addAll(body, true);
        sections.addAll(body, false);
        return sections.found;
    }

    private void addAll(CdaElement parent, boolean isProblems) {
        for (var component : parent.children("component")) {
            var section = component.child("section");
            if (section.exists()) {
                var kind = kind(section);
                if (isProblems == kind.equals("problems")) {
                    add(section, kind);
                }
                addAll(section, isProblems);
            }
        }
    }

    /** By its code, else by one of its templates; empty if neither is known. */
    private static String kind(CdaElement section) {
        var kinds = CodeMap.of("SectionKinds");
        var kind = kinds.target(section.child("code").attribute("code"));
        for (var template : section.children("templateId")) {
            kind = kind == null ? kinds.target(template.attribute("root")) : kind;
        }
        return kind == null ? "" : kind;
    }

    private void add(CdaElement section, String kind) {
        var references = new ArrayList<Reference>();
        for (var entry : section.children("entry")) {
            for (var statement : entry.children()) {
                if (STATEMENTS.contains(statement.name())) {
                    addEntry(new Entry(statement, section, kind, patient, translation), references);
                }
            }
        }
        found.put(section, references);
    }

    private static void addEntry(Entry entry, List<Reference> references) {
        for (var reference : EntryMaps.map(entry)) {
            if (references.stream().noneMatch(each -> each.getReference().equals(reference.getReference()))) {
                references.add(reference);
            }
        }
    }
}
