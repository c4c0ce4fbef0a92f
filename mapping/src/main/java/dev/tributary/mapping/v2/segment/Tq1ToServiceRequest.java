package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.Tq1ToDosage;
import dev.tributary.mapping.v2.datatype.TqToDosage;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-tq1-to-servicerequest.html">TQ1 to ServiceRequest</a>, and TQ, its
 * forerunner in ORC-7 and OBR-27: how much, when, how often, how urgent, with which instruction.
 */
public final class Tq1ToServiceRequest {

    /** {@code TM30}: critical within 30 minutes. */
    private static final Pattern CRITICAL_WITHIN = Pattern.compile("T[SMHDWL]?\\d{1,4}");

    private Tq1ToServiceRequest() {}

    public static void add(ServiceRequest request, SegmentReader tq1, Translation translation) {
        var quantity = CqToQuantity.map(tq1.value(2), translation);
        if (quantity != null) {
            request.setQuantity(quantity);
        }
        setOccurrence(request, Tq1ToDosage.when(tq1, translation));
        for (var value : tq1.values(9)) {
            var code = value.component(1);
            if (code != null && !request.hasPriority()) {
                setPriority(request, code, value.path(1), translation);
            }
        }
        addNote(request, tq1.wholeText(11));
    }

    static void addTq(ServiceRequest request, @Nullable V2Value tq, Translation translation) {
        if (tq == null) {
            return;
        }
        var priority = tq.component(6);
        if (priority != null && !request.hasPriority()) {
            setPriority(request, priority, tq.path(6), translation);
        }
        var told = TqToDosage.map(tq, translation);
        if (told == null) {
            return;
        }
        if (told.hasDoseAndRate() && !request.hasQuantity()) {
            request.setQuantity(told.getDoseAndRateFirstRep().getDoseQuantity());
        }
        setOccurrence(request, told);
        addNote(request, told.getText());
    }

    /** The code of table 0485, 0027 in old versions. */
    static void setPriority(ServiceRequest request, String code, String path, Translation translation) {
        var plain = CRITICAL_WITHIN.matcher(code).matches() ? code.substring(0, 1) : code;
        var entry = CodeTable.of("HL70485-RequestPriority").get(plain);
        if (entry == null) {
            translation.inform("code-invalid", path, "No FHIR code for this priority (table 0485); left out.");
        } else {
            request.setPriority(ServiceRequestPriority.fromCode(entry.target()));
        }
    }

    /** A begin alone is a time, begin and end a period; whatever says more is a timing. */
    private static void setOccurrence(ServiceRequest request, Dosage told) {
        if (told.hasAsNeeded() && !request.hasAsNeeded()) {
            request.setAsNeeded(told.getAsNeeded());
        }
        if (request.hasOccurrence() || !told.hasTiming()) {
            return;
        }
        var period = bounds(told.getTiming());
        if (period == null) {
            request.setOccurrence(told.getTiming());
        } else if (period.hasEnd()) {
            request.setOccurrence(period);
        } else {
            request.setOccurrence(period.getStartElement());
        }
    }

    /** Null if it is not all that the timing says. */
    private static @Nullable Period bounds(Timing timing) {
        if (timing.hasCode() || !timing.getRepeat().hasBoundsPeriod()) {
            return null;
        }
        var alone = new Timing();
        alone.getRepeat().setBounds(timing.getRepeat().getBounds());
        return timing.equalsDeep(alone) ? timing.getRepeat().getBoundsPeriod() : null;
    }

    private static void addNote(ServiceRequest request, @Nullable String text) {
        if (text != null) {
            request.addNote(new Annotation().setText(text));
        }
    }
}
