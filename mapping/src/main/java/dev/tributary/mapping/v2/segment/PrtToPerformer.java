package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Specimen;
import org.jspecify.annotations.Nullable;

/**
 * PRT and ROL beside an order, a report or an observation: who asked, who did it, with what, where. The role (PRT-4, ROL-3) decides the
 * element by {@code HL70912-Element.csv}.
 */
public final class PrtToPerformer {

    private static final Set<String> NAMES = Set.of("PRT", "ROL");
    private static final String FUNCTION = "http://hl7.org/fhir/StructureDefinition/event-performerFunction";
    private static final String LOCATION = "http://hl7.org/fhir/StructureDefinition/event-location";

    private PrtToPerformer() {}

    /** Adds to an order who asked for it, unless ORC or OBR said so, and who shall perform it. */
    public static void addTo(ServiceRequest request, List<V2Segment> segments, Translation translation) {
        for (var segment : segments) {
            switch (isEnded(segment) ? "" : element(segment, "")) {
                case "requester" -> {
                    var actors = PrtToPractitionerRole.map(read(segment, translation), translation);
                    if (!request.hasRequester() && !actors.isEmpty()) {
                        request.setRequester(actors.get(0));
                    }
                }
                case "performer" ->
                    PrtToPractitionerRole.map(read(segment, translation), translation)
                            .forEach(request::addPerformer);
                default -> {}
            }
        }
    }

    /** Adds to a report who performed and who interpreted it; the requester is the order's. */
    public static void addTo(
            DiagnosticReport report,
            @Nullable ServiceRequest request,
            List<V2Segment> segments,
            Translation translation) {
        for (var segment : segments) {
            switch (isEnded(segment) ? "" : element(segment, "performer")) {
                case "requester" -> {
                    if (request != null) {
                        addTo(request, List.of(segment), translation);
                    }
                }
                case "resultsInterpreter" ->
                    PrtToPractitionerRole.map(read(segment, translation), translation)
                            .forEach(report::addResultsInterpreter);
                case "performer" ->
                    performers(read(segment, translation), translation).forEach(report::addPerformer);
                default -> {}
            }
        }
    }

    /** Adds to a vaccination who ordered and who gave it, and where. */
    public static void addTo(Immunization immunization, List<V2Segment> segments, Translation translation) {
        for (var segment : segments) {
            var reader = translation.read(segment);
            if (isEnded(segment)) {
                continue;
            }
            read(segment, translation);
            var function = PrtToPractitionerRole.function(reader, translation);
            for (var actor : PrtToPractitionerRole.map(reader, translation)) {
                if (immunization.getPerformer().stream()
                        .noneMatch(each ->
                                actor.getReference().equals(each.getActor().getReference()))) {
                    immunization.addPerformer().setActor(actor).setFunction(function);
                }
            }
            var isPrt = segment.name().equals("PRT");
            var location = PlToLocation.map(reader.value(isPrt ? 9 : 13), translation);
            if (location != null && !immunization.hasLocation()) {
                immunization.setLocation(location);
            }
        }
    }

    /** Who took the specimens of an order, if a segment says so. */
    public static void addCollector(List<Reference> specimens, List<V2Segment> segments, Translation translation) {
        for (var segment : segments) {
            if (specimens.isEmpty() || isEnded(segment) || !element(segment, "").equals("collector")) {
                continue;
            }
            for (var actor : PrtToPractitionerRole.map(read(segment, translation), translation)) {
                for (var reference : specimens) {
                    if (actor.getReference().startsWith("Practitioner")
                            && translation.written(reference.getReference()) instanceof Specimen specimen
                            && !specimen.getCollection().hasCollector()) {
                        specimen.getCollection().setCollector(actor.copy());
                    }
                }
            }
        }
    }

    /** Adds to an observation who made it, with which device and where. */
    public static void addTo(Observation observation, List<V2Segment> segments, Translation translation) {
        for (var segment : segments) {
            var element = isEnded(segment) ? "" : element(segment, "performer");
            if (!element.isEmpty() && !element.equals("recipient")) {
                add(observation, read(segment, translation), translation);
            }
        }
    }

    private static void add(Observation observation, SegmentReader segment, Translation translation) {
        for (var performer : performers(segment, translation)) {
            if (observation.getPerformer().stream()
                    .noneMatch(each -> performer.getReference().equals(each.getReference()))) {
                observation.addPerformer(performer);
            }
        }
        if (!segment.segment().name().equals("PRT")) {
            return;
        }
        var device = PrtToDevice.map(segment, translation);
        if (device != null) {
            observation.setDevice(device);
        }
        var location = PlToLocation.map(segment.value(9), translation);
        if (location != null) {
            observation.addExtension(LOCATION, location);
        }
    }

    private static List<Reference> performers(SegmentReader segment, Translation translation) {
        var performers = PrtToPractitionerRole.map(segment, translation);
        for (var performer : performers) {
            var function = PrtToPractitionerRole.function(segment, translation);
            if (function != null) {
                performer.addExtension(FUNCTION, function);
            }
        }
        return performers;
    }

    private static SegmentReader read(V2Segment segment, Translation translation) {
        var reader = translation.read(segment);
        reader.ignore(1, 2, segment.name().equals("PRT") ? 4 : 3); // the role has said where
        return reader;
    }

    private static String element(V2Segment segment, String otherwise) {
        if (!NAMES.contains(segment.name())) {
            return "";
        }
        var role = segment.value(segment.name().equals("PRT") ? 4 : 3);
        var code = role == null ? null : role.component(1);
        var entry = code == null ? null : CodeTable.of("HL70912-Element").get(code);
        return entry == null ? otherwise : entry.target();
    }

    /** The action code takes the participation back: D in PRT-2, DE in ROL-2. */
    private static boolean isEnded(V2Segment segment) {
        var action = NAMES.contains(segment.name()) ? segment.value(2) : null;
        return action != null && ActionCode.isDelete(action.component(1));
    }
}
