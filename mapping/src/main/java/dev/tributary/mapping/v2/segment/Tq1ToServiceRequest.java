package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.Timing;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-tq1-to-servicerequest.html">TQ1 to ServiceRequest</a>, and TQ, its
 * forerunner in ORC-7 and OBR-27: when, how urgent, with which instruction. The repeat pattern is kept as text.
 */
public final class Tq1ToServiceRequest {

    private Tq1ToServiceRequest() {}

    public static void add(ServiceRequest request, SegmentReader tq1, Translation translation) {
        tq1.ignore(1);
        setQuantity(request, tq1.value(2));
        var start = TsToDateTime.map(tq1.value(7), translation);
        var end = TsToDateTime.map(tq1.value(8), translation);
        var pattern = tq1.value(3);
        setOccurrence(request, start, end, pattern == null ? null : pattern.text());
        for (var value : tq1.values(9)) {
            var code = value.component(1);
            if (code != null && !request.hasPriority()) {
                setPriority(request, code, value.path(1), translation);
            }
        }
        for (var field : new int[] {10, 11}) {
            var text = tq1.wholeText(field);
            if (text != null) {
                request.addNote(new Annotation().setText(text));
            }
        }
    }

    private static void setQuantity(ServiceRequest request, @Nullable V2Value cq) {
        var number = cq == null ? null : cq.component(1);
        if (cq == null || number == null || !number.matches("\\d{1,9}(\\.\\d{1,6})?")) {
            return;
        }
        request.setQuantity(new Quantity().setValue(new BigDecimal(number)).setUnit(cq.component(2)));
    }

    static void addTq(ServiceRequest request, @Nullable V2Value tq, Translation translation) {
        if (tq == null) {
            return;
        }
        var pattern = tq.inner(2);
        var start = time(tq, 4, translation);
        var end = time(tq, 5, translation);
        setOccurrence(request, start, end, pattern == null ? null : pattern.text());
        var priority = tq.component(6);
        if (priority != null && !request.hasPriority()) {
            setPriority(request, priority, tq.path(6), translation);
        }
        var instruction = tq.component(8);
        if (instruction != null) {
            request.addNote(new Annotation().setText(instruction));
        }
    }

    /** The code of table 0485, 0027 in old versions. */
    static void setPriority(ServiceRequest request, String code, String path, Translation translation) {
        var entry = CodeTable.of("HL70485-RequestPriority").get(code);
        if (entry == null) {
            translation.inform("code-invalid", path, "No FHIR code for this priority (table 0485); left out.");
        } else {
            request.setPriority(ServiceRequestPriority.fromCode(entry.target()));
        }
    }

    private static void setOccurrence(
            ServiceRequest request,
            @Nullable DateTimeType start,
            @Nullable DateTimeType end,
            @Nullable String pattern) {
        if (request.hasOccurrence()) {
            return;
        }
        if (pattern != null) {
            var timing = new Timing().setCode(new CodeableConcept().setText(pattern));
            var bounds = DrToPeriod.map(start, end);
            if (bounds != null) {
                timing.getRepeat().setBounds(bounds);
            }
            request.setOccurrence(timing);
        } else if (end != null) {
            request.setOccurrence(DrToPeriod.map(start, end));
        } else if (start != null) {
            request.setOccurrence(start);
        }
    }

    private static @Nullable DateTimeType time(V2Value tq, int component, Translation translation) {
        var text = tq.component(component);
        var time = text == null
                ? null
                : TsToDateTime.parse(text, translation.profile().zone());
        if (text != null && time == null) {
            translation.warn("value", tq.path(component), "Not a date or time of HL7 v2; the element is left out.");
        }
        return time;
    }
}
