package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** One order of a pharmacy message: ORC and the segments that follow it, sorted by what they speak of. */
public final class PharmacyOrder {

    private final @Nullable V2Segment orc;
    private final Details ordered = new Details(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final Details encoded = new Details(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final List<Supply> supplies = new ArrayList<>();
    private final List<V2Segment> notes = new ArrayList<>();
    private final List<V2Segment> others = new ArrayList<>();
    private @Nullable V2Segment rxo;
    private @Nullable V2Segment rxe;

    /** When, which way and made of what. */
    public record Details(List<V2Segment> timings, List<V2Segment> routes, List<V2Segment> components) {}

    /** A dispense (RXD), a dose to give (RXG) or one that was given (RXA), with its own routes and components. */
    public record Supply(V2Segment segment, Details details, List<V2Segment> notes) {}

    private PharmacyOrder(@Nullable V2Segment orc) {
        this.orc = orc;
    }

    /** The orders among the segments of a message; an order begins with ORC, or without one with RXO, RXE, RXD, RXG or RXA. */
    public static List<PharmacyOrder> of(List<V2Segment> segments) {
        var orders = new ArrayList<PharmacyOrder>();
        PharmacyOrder current = null;
        for (var segment : segments) {
            if (segment.name().equals("ORC")) {
                current = new PharmacyOrder(segment);
                orders.add(current);
            } else {
                if (current == null || current.isComplete(segment)) {
                    current = new PharmacyOrder(null);
                    orders.add(current);
                }
                current.take(segment);
            }
        }
        return orders;
    }

    private boolean isComplete(V2Segment next) {
        return switch (next.name()) {
            case "RXO" -> rxo != null || rxe != null || !supplies.isEmpty();
            case "RXE" -> rxe != null || !supplies.isEmpty();
            default -> false;
        };
    }

    private void take(V2Segment segment) {
        switch (segment.name()) {
            case "RXO" -> rxo = segment;
            case "RXE" -> rxe = segment;
            case "RXD", "RXG", "RXA" ->
                supplies.add(new Supply(
                        segment,
                        new Details(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()),
                        new ArrayList<>()));
            case "TQ1" -> details().timings().add(segment);
            case "RXR" -> details().routes().add(segment);
            case "RXC" -> details().components().add(segment);
            case "NTE" -> currentNotes().add(segment);
            default -> others.add(segment);
        }
    }

    private Details details() {
        if (!supplies.isEmpty()) {
            return supplies.get(supplies.size() - 1).details();
        }
        return rxe == null ? ordered : encoded;
    }

    private List<V2Segment> currentNotes() {
        return supplies.isEmpty() ? notes : supplies.get(supplies.size() - 1).notes();
    }

    public @Nullable V2Segment orc() {
        return orc;
    }

    /** The order as the placer wrote it. */
    public @Nullable V2Segment rxo() {
        return rxo;
    }

    /** The order as the pharmacy encoded it. */
    public @Nullable V2Segment rxe() {
        return rxe;
    }

    public List<Supply> supplies() {
        return supplies;
    }

    public List<V2Segment> notes() {
        return notes;
    }

    /** Segments that say nothing of the drug: OBX, FT1, DG1, BLG, CTI. */
    public List<V2Segment> others() {
        return others;
    }

    List<V2Segment> timings() {
        return encoded.timings().isEmpty() ? ordered.timings() : encoded.timings();
    }

    List<V2Segment> routes() {
        return encoded.routes().isEmpty() ? ordered.routes() : encoded.routes();
    }

    List<V2Segment> components() {
        return encoded.components().isEmpty() ? ordered.components() : encoded.components();
    }

    /** What the placer wrote and the pharmacy wrote anew. */
    List<V2Segment> overridden() {
        var overridden = new ArrayList<V2Segment>();
        if (!encoded.timings().isEmpty()) {
            overridden.addAll(ordered.timings());
        }
        if (!encoded.routes().isEmpty()) {
            overridden.addAll(ordered.routes());
        }
        if (!encoded.components().isEmpty()) {
            overridden.addAll(ordered.components());
        }
        return overridden;
    }

    /** {@code system|value} of the placer's number, else the filler's; null if there is neither. */
    public @Nullable String number(Translation translation) {
        if (orc == null) {
            return null;
        }
        var placer = EiToIdentifier.key(orc.value(2), "PLAC", translation.profile());
        return placer == null ? EiToIdentifier.key(orc.value(3), "FILL", translation.profile()) : placer;
    }

    /** What names the order, its dispenses and its administrations within the source. */
    String key(Translation translation) {
        var number = number(translation);
        if (number != null) {
            return number;
        }
        V2Segment first = null;
        for (var each : new @Nullable V2Segment[] {
            rxe, rxo, supplies.isEmpty() ? null : supplies.get(0).segment()
        }) {
            first = first == null ? each : first;
        }
        var position = first == null ? "" : first.path();
        return "message|" + translation.event().controlId() + "|" + position;
    }

    /** The MedicationRequest of this order. */
    static Reference reference(String id) {
        return new Reference("MedicationRequest/" + id);
    }
}
