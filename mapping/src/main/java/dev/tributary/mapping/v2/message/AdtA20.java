package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.segment.NpuToLocation;

/** ADT A20, bed status update: about a bed and nobody in it. HL7's guide has no map for it. */
final class AdtA20 {

    private AdtA20() {}

    static void map(V2Message message, Translation translation) {
        for (var segment : message.segments()) {
            switch (segment.name()) {
                case "MSH", "EVN" -> {}
                case "NPU" -> NpuToLocation.write(translation.read(segment), translation);
                default -> translation.read(segment);
            }
        }
    }
}
