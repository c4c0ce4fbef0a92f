package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Answers about persons as a source of identities: RSP K21, K22, K23, K24 of
 * <a href="https://profiles.ihe.net/ITI/TF/Volume2/ITI-21.html">IHE PDQ</a> and PIX, candidates of a registry (RSP K11 without a history,
 * VXX V02) and the older ADR A19. Each PID is a Patient with its identifiers; an answer that found nobody changes nothing.
 */
final class RspK22 {

    private RspK22() {}

    static void map(V2Message message, Translation translation) {
        if (message.has("RXA")) {
            VxuV04.map(message, translation);
            return;
        }
        var group = new ArrayList<V2Segment>();
        for (var segment : message.segments()) {
            switch (segment.name()) {
                case "MSH", "EVN" -> {}
                case "MSA", "QAK", "QPD", "QRD", "QRF", "QRI", "DSC", "RCP" ->
                    translation.read(segment).ignoreAll();
                case "PID" -> {
                    write(group, translation);
                    group.clear();
                    group.add(segment);
                }
                case "PD1", "NK1" -> group.add(segment);
                default -> translation.read(segment);
            }
        }
        write(group, translation);
        if (!message.has("PID")) {
            translation.inform("not-found", "PID", "The answer names nobody.");
        }
    }

    private static void write(List<V2Segment> group, Translation translation) {
        if (group.isEmpty() || !group.get(0).name().equals("PID")) {
            group.forEach(translation::read);
            return;
        }
        var pid = group.get(0);
        var key = PatientSegments.patientKey(pid, translation);
        if (key != null) {
            var cleared = new HashSet<String>();
            translation.write(PatientSegments.map(pid, key, List.copyOf(group), translation, cleared), cleared);
        }
    }
}
