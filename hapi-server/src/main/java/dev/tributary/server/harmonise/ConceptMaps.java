package dev.tributary.server.harmonise;

import dev.tributary.server.storage.RecordWriter;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ConceptMap.ConceptMapGroupComponent;
import org.hl7.fhir.r4.model.ConceptMap.SourceElementComponent;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.UsageContext;
import org.jspecify.annotations.Nullable;

/** The ConceptMaps that {@code POST /harmonise/map} writes: one for all sources, {@code harmonise}, and one a source. */
final class ConceptMaps {

    private static final String ID = "harmonise";
    private static final String URL = "https://tributary.dev/fhir/ConceptMap/";
    private static final String USAGE = "http://terminology.hl7.org/CodeSystem/usage-context-type";

    private final RecordWriter writer;

    ConceptMaps(RecordWriter writer) {
        this.writer = writer;
    }

    /**
     * What a local code means.
     *
     * @param source whose code it is; null for everybody's
     */
    record Entry(@Nullable String source, Coding code, Coding target, ConceptMapEquivalence equivalence) {}

    /** Adds an entry or replaces what the map said of its code in the target's system; in the caller's transaction. */
    String add(Entry entry) {
        var id = entry.source() == null ? ID : ID + "-" + entry.source();
        var reference = "ConceptMap/" + id;
        var session = writer.open(List.of(reference));
        var map = session.read(reference) instanceof ConceptMap stored ? stored : create(id, entry.source());
        var element = element(group(map, entry), entry.code());
        element.getTarget().clear();
        element.addTarget()
                .setCode(entry.target().getCode())
                .setDisplay(entry.target().getDisplay())
                .setEquivalence(entry.equivalence());
        session.write(List.of(map));
        return reference;
    }

    private static ConceptMap create(String id, @Nullable String source) {
        var map = new ConceptMap();
        map.setId(id);
        map.setUrl(URL + id);
        map.setName(source == null ? "Harmonise" : "HarmoniseOneSource");
        map.setStatus(PublicationStatus.ACTIVE);
        if (source != null) {
            map.addUseContext(new UsageContext()
                    .setCode(new Coding(USAGE, "program", null))
                    .setValue(new CodeableConcept(new Coding(Translations.SOURCE_CONTEXT, source, null))));
        }
        return map;
    }

    private static ConceptMapGroupComponent group(ConceptMap map, Entry entry) {
        for (var group : map.getGroup()) {
            if (entry.code().getSystem().equals(group.getSource())
                    && entry.target().getSystem().equals(group.getTarget())) {
                return group;
            }
        }
        return map.addGroup()
                .setSource(entry.code().getSystem())
                .setTarget(entry.target().getSystem());
    }

    private static SourceElementComponent element(ConceptMapGroupComponent group, Coding code) {
        for (var element : group.getElement()) {
            if (code.getCode().equals(element.getCode())) {
                return element;
            }
        }
        return group.addElement().setCode(code.getCode()).setDisplay(code.getDisplay());
    }
}
