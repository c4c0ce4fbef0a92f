package dev.tributary.server.workbench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.csv.CsvPlaces;
import dev.tributary.mapping.lineage.Lineage;
import dev.tributary.mapping.lineage.LineageTracer;
import dev.tributary.mapping.lineage.PlaceReader;
import dev.tributary.mapping.lineage.V2Places;
import dev.tributary.mapping.lineage.XmlPlaces;
import dev.tributary.server.formats.MapStep;
import dev.tributary.server.formats.MapSteps;
import dev.tributary.server.formats.MessageFormats;
import dev.tributary.server.sources.Source;
import dev.tributary.server.transform.StructureMapStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Maps an input as intake would, and stores nothing. */
public final class Rehearsal {

    /** Large enough for any message of HL7 v2, and some seconds for a large document. */
    public static final long USUAL_LIMIT = 64_000_000L;

    /** For those who wait at a terminal: half a minute for a large document. */
    public static final long PATIENT_LIMIT = 512_000_000L;

    private static final String FHIR = "fhir";

    private final MessageFormats formats;
    private final MapSteps steps;
    private final FhirContext fhir;

    public Rehearsal(MessageFormats formats, MapSteps steps, FhirContext fhir) {
        this.formats = formats;
        this.steps = steps;
        this.fhir = fhir;
    }

    /** The same with another StructureMap in place of the source's. */
    Rehearsal with(StructureMapStep candidate) {
        var others = steps.steps().stream()
                .filter(step -> !(step instanceof StructureMapStep))
                .toList();
        var all = new ArrayList<MapStep>(others);
        all.add(candidate);
        return new Rehearsal(formats, new MapSteps(all), fhir);
    }

    /**
     * @param trials of each message that the input holds, in their order; at least one
     * @param more whether it holds more than were tried
     */
    public record Trials(List<Trial> trials, boolean more) {

        public boolean areAccepted() {
            return trials.stream().allMatch(Trial::isAccepted);
        }
    }

    /**
     * @param raw a message, a batch of messages, or a text file with its header
     * @param limit how many bytes may be mapped for the lineage in all; 0 leaves it out
     * @return what would come of it; an input in no known format has an error among its issues
     */
    public Trials run(Source source, byte[] raw, long limit) {
        var format = format(source, raw);
        var parts = Parts.of(source, format, raw);
        var trials = new ArrayList<Trial>();
        for (var part : parts.messages()) {
            trials.add(run(source, format, part, limit / parts.messages().size()));
        }
        return new Trials(trials, parts.more());
    }

    /** What the input looks like, else what the source sends. */
    static String format(Source source, byte[] raw) {
        return FormatDetection.of(raw).orElse(source.format().name().toLowerCase(Locale.ROOT));
    }

    private Trial run(Source source, String format, byte[] raw, long limit) {
        var mapped = map(source, format, raw);
        var places = places(source, format);
        var lineage = places == null || limit == 0
                ? new Lineage(List.of(), List.of(), 0)
                : new LineageTracer(places, input -> map(source, format, input), limit).trace(raw);
        return new Trial(source.id(), format, mapped, lineage);
    }

    /** Null for formats that have no map. */
    static @Nullable PlaceReader places(Source source, String format) {
        return switch (format) {
            case "hl7v2" -> new V2Places();
            case "ccda" -> new XmlPlaces();
            case "csv" -> new CsvPlaces(source.csv());
            default -> null;
        };
    }

    /** The outcome of map and steps; an error among its issues if the format is not known here. */
    Mapped map(Source source, String format, byte[] raw) {
        if (format.equals(FHIR)) {
            return steps.apply(source, resources(raw));
        }
        var known = formats.byName(format);
        if (known.isEmpty()) {
            return refused("not-supported", "This is neither HL7 v2 (it begins with MSH), nor C-CDA, nor FHIR.");
        }
        var received = known.get().read(raw, source);
        return received.isReadable()
                ? steps.apply(source, known.get().map(raw, source))
                : new Mapped(received.trigger(), received.occurred(), List.of(), received.issues());
    }

    /** FHIR has no map: what is sent is what is stored, under ids of the hub. */
    private Mapped resources(byte[] raw) {
        var text = new String(raw, StandardCharsets.UTF_8);
        try {
            var parser = text.stripLeading().startsWith("<") ? fhir.newXmlParser() : fhir.newJsonParser();
            var resource = (Resource) parser.parseResource(text);
            var changes = new ArrayList<Change>();
            if (resource instanceof Bundle bundle) {
                for (var entry : bundle.getEntry()) {
                    if (entry.hasResource()) {
                        changes.add(Change.Write.whole(named(entry.getResource(), entry.getFullUrl(), changes.size())));
                    }
                }
            } else {
                changes.add(Change.Write.whole(named(resource, null, 0)));
            }
            return new Mapped(resource.fhirType(), null, changes, List.of());
        } catch (DataFormatException | ClassCastException e) {
            return refused("structure", "This is no FHIR R4 resource: " + e.getMessage());
        }
    }

    private static Resource named(Resource resource, @Nullable String fullUrl, int number) {
        if (!resource.hasIdElement() || resource.getIdElement().getIdPart() == null) {
            var colon = fullUrl == null ? -1 : Math.max(fullUrl.lastIndexOf(':'), fullUrl.lastIndexOf('/'));
            resource.setId(fullUrl == null ? "entry-" + number : fullUrl.substring(colon + 1));
        }
        return resource;
    }

    private static Mapped refused(String code, String text) {
        return new Mapped("", null, List.of(), List.of(Issue.error(code, "message", text)));
    }
}
