package dev.tributary.subscriptions.summary;

import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.context.EventSupplement;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * A compact discharge summary as a <a href="https://hl7.org/fhir/R4/composition.html">Composition</a>, built when a notification is sent, from what its
 * subscriber may read of all sources: reason, diagnoses, disposition, changed medication, pending results, follow-up, allergies.
 *
 * <p>Its references are addresses in the hub, so they stay valid for whoever may read there. It takes at most two seconds and holds at most 20
 * lines a section; what was not reached in time says so. Nothing of it is stored.
 */
public final class DischargeSummary implements EventSupplement {

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int MOST_LINES = 20;
    private static final String LOINC = "http://loinc.org";
    private static final String EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason";

    private final String fhirBase;
    private final String author;
    private final InstantSource clock;

    /**
     * @param fhirBase the hub's public FHIR base URL, without trailing slash
     * @param author what the exchange is called
     */
    public DischargeSummary(String fhirBase, String author, InstantSource clock) {
        this.fhirBase = fhirBase;
        this.author = author;
        this.clock = clock;
    }

    @Override
    public List<Resource> of(SubscriptionDefinition definition, EventContext context) {
        return SummaryRule.isChosen(definition) ? build(context).stream().toList() : List.of();
    }

    /** Empty if the visit cannot be read, or is not over (any more). */
    Optional<Resource> build(EventContext context) {
        return context.encounter()
                .filter(encounter -> encounter.getStatus() == EncounterStatus.FINISHED)
                .map(encounter -> compose(encounter, context));
    }

    private Composition compose(Encounter encounter, EventContext context) {
        Instant started = clock.instant();
        Composition composition = new Composition();
        composition.setId(UUID.nameUUIDFromBytes(
                        (context.event().focus() + '|' + context.event().recorded()).getBytes(StandardCharsets.UTF_8))
                .toString());
        composition.setStatus(CompositionStatus.PRELIMINARY).setTitle("Discharge summary compiled from all sources");
        composition.setType(new CodeableConcept().addCoding(new Coding(LOINC, "18842-5", "Discharge summary")));
        composition.setSubject(reference(context.event().patient()));
        composition.setEncounter(reference(context.event().focus()));
        composition.setDate(Date.from(started)).addAuthor(new Reference().setDisplay(author));
        SummaryLines lines = new SummaryLines(encounter, context);
        Instant deadline = started.plus(LONGEST);
        add(composition, deadline, "Reason", "29299-5", lines::reason);
        add(composition, deadline, "Diagnoses", "11535-2", lines::diagnoses);
        add(composition, deadline, "Disposition", "", lines::disposition);
        add(composition, deadline, "Allergies", "48765-2", lines::allergies);
        add(composition, deadline, "Changed medications", "10183-2", lines::medications);
        add(composition, deadline, "Pending results", "30954-2", lines::pending);
        add(composition, deadline, "Follow-up", "18776-5", lines::followUp);
        return composition;
    }

    private void add(Composition composition, Instant deadline, String title, String code, Supplier<List<Line>> lines) {
        SectionComponent section = composition.addSection().setTitle(title);
        if (!code.isEmpty()) {
            section.setCode(new CodeableConcept().addCoding(new Coding(LOINC, code, null)));
        }
        boolean inTime = clock.instant().isBefore(deadline);
        List<Line> all = inTime ? lines.get() : List.of();
        List<Line> shown = all.subList(0, Math.min(all.size(), MOST_LINES));
        for (Line line : shown) {
            Resource resource = line.resource();
            if (resource != null) {
                section.addEntry(reference(name(resource)).setDisplay(line.text()));
            }
        }
        if (section.getEntry().isEmpty() && shown.isEmpty()) {
            section.setEmptyReason(
                    new CodeableConcept().addCoding(new Coding(EMPTY_REASON, "unavailable", "Unavailable")));
        }
        String otherwise = inTime ? "Nothing on record." : "Not compiled in time; see the record.";
        section.setText(narrative(shown, all.size() - shown.size(), otherwise));
    }

    /** Built from nodes, so that whatever a source wrote is text and nothing else. */
    private Narrative narrative(List<Line> lines, int left, String otherwise) {
        XhtmlNode div = new XhtmlNode(NodeType.Element, "div");
        div.setAttribute("xmlns", "http://www.w3.org/1999/xhtml");
        if (lines.isEmpty()) {
            div.addTag("p").addText(otherwise);
        } else {
            XhtmlNode list = div.addTag("ul");
            lines.forEach(line -> item(list.addTag("li"), line));
        }
        if (left > 0) {
            div.addTag("p").addText(left + " more in the record.");
        }
        Narrative narrative = new Narrative().setStatus(NarrativeStatus.GENERATED);
        narrative.setDiv(div);
        return narrative;
    }

    private void item(XhtmlNode item, Line line) {
        Resource resource = line.resource();
        if (resource == null) {
            item.addText(line.text());
            return;
        }
        XhtmlNode link = item.addTag("a");
        link.setAttribute("href", fhirBase + "/" + name(resource));
        link.addText(line.text());
        if (!line.source().isEmpty()) {
            item.addText(line.source());
        }
    }

    private Reference reference(String name) {
        return new Reference(fhirBase + "/" + name);
    }

    private static String name(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
