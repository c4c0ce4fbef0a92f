package dev.tributary.mapping.v2;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.message.MessageMaps;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;

/**
 * Messages of HL7 v2 as changes to the record, after <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/">HL7's v2-to-FHIR guide</a>. Pure:
 * the same message and profile give the same resources with the same ids.
 */
public final class V2Mapper {

    /** How the message travels, what it answers and which segments belong together: nothing of it is about a patient. */
    private static final Set<String> ENVELOPE =
            Set.of("MSH", "MSA", "ERR", "QAK", "QPD", "QRD", "QRF", "QRI", "DSC", "SFT", "UAC", "RGS");

    private V2Mapper() {}

    /** True if a message of that kind ({@code ADT^A01}) has a map. */
    public static boolean supports(String trigger) {
        return MessageMaps.of(trigger) != null;
    }

    /**
     * Never throws for what a message contains. A kind without a map gives no changes and {@link Mapped#supported()} false; a message that
     * cannot be applied has an error among its issues and no changes.
     */
    public static Mapped map(V2Message message, V2Header header, SourceProfile profile) {
        var ordered = message.withPatientFirst();
        return profile.customisation().apply(mapped(ordered, header, profile), new V2Fields(ordered), profile);
    }

    private static Mapped mapped(V2Message message, V2Header header, SourceProfile profile) {
        var map = MessageMaps.of(header.trigger());
        if (map == null) {
            return Mapped.unsupported(header.trigger(), header.occurred());
        }
        var msh = message.segments().get(0);
        var translation = new Translation(
                profile,
                new Translation.Event(
                        header.triggerEvent(), header.controlId(), occurred(message, header, profile), msh.value(4)));
        checkCharset(message, header, profile, translation);
        message.first("EVN").ifPresent(evn -> translation.read(evn).ignore(1, 2));
        map.accept(message, translation);
        // A segment that no map has looked at is lost as well, and must be told of.
        message.segments().stream()
                .filter(segment -> !ENVELOPE.contains(segment.name()))
                .forEach(translation::read);
        var issues = translation.issues();
        var isRefused = issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
        return new Mapped(header.trigger(), header.occurred(), isRefused ? List.of() : translation.changes(), issues);
    }

    private static @Nullable DateTimeType occurred(V2Message message, V2Header header, SourceProfile profile) {
        var recorded = message.first("EVN").map(evn -> evn.value(2)).orElse(null);
        var text = recorded == null ? null : recorded.component(1);
        var time = text == null ? null : TsToDateTime.parse(text, profile.zone());
        return time == null ? TsToDateTime.parse(header.messageTime(), profile.zone()) : time;
    }

    private static void checkCharset(
            V2Message message, V2Header header, SourceProfile profile, Translation translation) {
        var readAs = header.readAs().isEmpty() ? profile.charset().name() : header.readAs();
        if (Charsets.of(header.charset(), profile) == null) {
            translation.warn("code-invalid", "MSH-18", "Unknown character set; read as " + readAs + ".");
        } else if (!header.readAs().isEmpty()) {
            translation.warn(
                    "value",
                    "MSH-18",
                    "The bytes are not of the character set that MSH-18 or the source declares; read as " + readAs
                            + ".");
        }
        if (message.segments().stream().anyMatch(segment -> segment.isMalformed())) {
            translation.warn(
                    "value",
                    "MSH-18",
                    "Some bytes do not belong to the character set of the message; they became U+FFFD."
                            + " Correct MSH-18 or the source's charset and replay.");
        }
    }
}
