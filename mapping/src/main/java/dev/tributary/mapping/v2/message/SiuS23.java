package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.AixToSlot;
import dev.tributary.mapping.v2.segment.NteToAnnotation;

/**
 * SIU S23 and S24: time of a person, a place or a thing is blocked, or open again
 * (<a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/SIU_S23">HL7 v2 chapter 10</a>). Nobody has an appointment
 * then: it is a Slot of the resource's Schedule. HL7's guide has no map.
 */
final class SiuS23 {

    private SiuS23() {}

    static void map(V2Message message, Translation translation) {
        var sch = message.first("SCH").orElse(null);
        if (sch == null) {
            translation.error("required", "SCH", "No SCH segment: nobody can say what is blocked.");
            return;
        }
        var tq1 = message.first("TQ1").map(translation::read).orElse(null);
        var slots = new AixToSlot(translation.read(sch), tq1, translation);
        message.segments().forEach(each -> take(each, slots, translation));
        if (!slots.write()) {
            translation.error(
                    "required", "AIP", "Neither AIG, AIL nor AIP with begin and end: nobody can say what is blocked.");
        }
    }

    private static void take(V2Segment segment, AixToSlot slots, Translation translation) {
        switch (segment.name()) {
            case "MSH", "EVN", "SCH", "TQ1" -> {}
            case "RGS" -> AppointmentSegments.readGroup(translation.read(segment));
            case "AIS" -> slots.addAis(translation.read(segment));
            case "AIG" -> slots.addAig(translation.read(segment));
            case "AIL" -> slots.addAil(translation.read(segment));
            case "AIP" -> slots.addAip(translation.read(segment));
            case "NTE" -> {
                var text = NteToAnnotation.text(translation.read(segment));
                if (text != null) {
                    slots.comment(text);
                }
            }
            default -> translation.read(segment);
        }
    }
}
