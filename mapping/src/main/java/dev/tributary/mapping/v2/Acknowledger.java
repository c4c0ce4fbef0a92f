package dev.tributary.mapping.v2;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.Acknowledgement.Verdict;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.er7.Escapes;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes acknowledgements, <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/ACK">HL7 v2 chapter 2.9</a>, in original
 * and enhanced mode.
 */
public final class Acknowledger {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx");
    private static final Pattern PLACE =
            Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[(\\d+)])?(?:-(\\d+)(?:\\[(\\d+)])?(?:\\.(\\d+))?)?");
    private static final int SHORT_TEXT = 80;

    private final InstantSource clock;
    private final Supplier<String> controlIds;

    /** @param controlIds gives a new MSH-10, at most 20 characters */
    public Acknowledger(InstantSource clock, Supplier<String> controlIds) {
        this.clock = clock;
        this.controlIds = controlIds;
    }

    /**
     * The answer that the sender asked for; empty if it asked for none.
     *
     * @param issues errors among them become ERR segments unless the message is accepted
     */
    public Optional<Acknowledgement> acknowledge(
            V2Header header, Verdict verdict, List<Issue> issues, SourceProfile profile, AcknowledgementMode mode) {
        var level = level(header, verdict, mode);
        return level == null
                ? Optional.empty()
                : Optional.of(write(header, "" + level + verdict.code(), verdict, issues, profile));
    }

    /**
     * The response to a query: an application acknowledgement and what was asked for.
     *
     * @param type MSH-9 of the response: {@code RSP^K23^RSP_K23}
     * @param errors AE and an ERR segment for each; empty is AA
     * @param segments that follow, in the message's delimiters, without their ends
     */
    public Acknowledgement respond(
            V2Header header, String type, List<Issue> errors, SourceProfile profile, List<String> segments) {
        var charset = Charsets.of(header.charset(), profile);
        var code = errors.isEmpty() ? "AA" : "AE";
        var er7 = new StringBuilder();
        var component = String.valueOf(header.delimiters().component());
        er7.append(msh(header, profile, type.replace("^", component), charset == null))
                .append('\r');
        er7.append(msa(header, code, errors)).append('\r');
        errors.forEach(error -> er7.append(err(header, error)).append('\r'));
        segments.forEach(segment -> er7.append(segment).append('\r'));
        return new Acknowledgement(code, er7.toString(), charset == null ? profile.charset() : charset);
    }

    /** AR in original mode, whatever the sender asked for: a query without an answer would leave it waiting. */
    public Acknowledgement reject(V2Header header, Issue reason, SourceProfile profile) {
        return write(header, "AR", Verdict.REJECTED, List.of(reason), profile);
    }

    /** A for an application acknowledgement, C for an accept acknowledgement, null for none. */
    private static @Nullable Character level(V2Header header, Verdict verdict, AcknowledgementMode mode) {
        var accept = header.acceptAcknowledgement();
        var application = header.applicationAcknowledgement();
        var isOriginal = accept.isEmpty() && application.isEmpty();
        if (mode == AcknowledgementMode.ORIGINAL || mode == AcknowledgementMode.BY_MESSAGE && isOriginal) {
            return 'A';
        }
        if (mode == AcknowledgementMode.ENHANCED && accept.isEmpty() || isAsked(accept, verdict)) {
            return 'C';
        }
        // Chapter 2.9: no accept but an application acknowledgement is what original mode is.
        return (accept.isEmpty() || accept.equalsIgnoreCase("NE")) && isAsked(application, verdict) ? 'A' : null;
    }

    /** Table 0155. Who writes what is not in it is answered: a sender that waits in vain sends again for ever. */
    private static boolean isAsked(String condition, Verdict verdict) {
        return switch (condition.toUpperCase(Locale.ROOT)) {
            case "", "NE" -> false;
            case "ER" -> verdict != Verdict.ACCEPTED;
            case "SU" -> verdict == Verdict.ACCEPTED;
            default -> true;
        };
    }

    private Acknowledgement write(
            V2Header header, String code, Verdict verdict, List<Issue> issues, SourceProfile profile) {
        var charset = Charsets.of(header.charset(), profile);
        var errors = verdict == Verdict.ACCEPTED
                ? List.<Issue>of()
                : issues.stream()
                        .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                        .toList();
        var er7 = new StringBuilder();
        er7.append(msh(header, profile, type(header), charset == null)).append('\r');
        er7.append(msa(header, code, errors)).append('\r');
        for (var error : errors) {
            er7.append(err(header, error)).append('\r');
        }
        return new Acknowledgement(code, er7.toString(), charset == null ? profile.charset() : charset);
    }

    private static String type(V2Header header) {
        var component = String.valueOf(header.delimiters().component());
        return header.triggerEvent().isEmpty()
                ? "ACK"
                : "ACK" + component + Escapes.encode(header.triggerEvent(), header.delimiters()) + component + "ACK";
    }

    private String msh(V2Header header, SourceProfile profile, String type, boolean isCharsetUnknown) {
        var delimiters = header.delimiters();
        var fields = List.of(
                "MSH",
                delimiters.encodingCharacters(),
                header.receivingApplication(),
                header.receivingFacility(),
                header.sendingApplication(),
                header.sendingFacility(),
                TIME.format(clock.instant().atZone(profile.zone())),
                "",
                type,
                Escapes.encode(controlIds.get(), delimiters),
                header.processingId().isEmpty() ? "P" : header.processingId(),
                header.version().isEmpty() ? "2.5" : Escapes.encode(header.version(), delimiters));
        var line = String.join(String.valueOf(delimiters.field()), fields);
        return header.charset().isEmpty() || isCharsetUnknown
                ? line
                : line + String.valueOf(delimiters.field()).repeat(6) + Escapes.encode(header.charset(), delimiters);
    }

    private static String msa(V2Header header, String code, List<Issue> errors) {
        var field = header.delimiters().field();
        var line = "MSA" + field + code + field + Escapes.encode(header.controlId(), header.delimiters());
        if (errors.isEmpty()) {
            return line;
        }
        var text = errors.get(0).path() + ": " + errors.get(0).text();
        var shortened = text.length() <= SHORT_TEXT ? text : text.substring(0, SHORT_TEXT - 1) + "\u2026";
        return line + field + Escapes.encode(shortened.replace("\u2026", "..."), header.delimiters());
    }

    private static String err(V2Header header, Issue error) {
        var delimiters = header.delimiters();
        var component = String.valueOf(delimiters.component());
        var entry = CodeTable.of("HL70357").get(error.code());
        var code = entry == null ? "207" : entry.target();
        var display = entry == null || entry.display() == null ? "Application internal error" : entry.display();
        var fields = isBeforeV25(header.version())
                ? List.of("ERR", place(error, component))
                : List.of(
                        "ERR",
                        "",
                        place(error, component),
                        code + component + display + component + "HL70357",
                        "E",
                        "",
                        "",
                        "",
                        Escapes.encode(error.text(), delimiters));
        return String.join(String.valueOf(delimiters.field()), fields);
    }

    private static String place(Issue error, String component) {
        var match = PLACE.matcher(error.path());
        if (!match.matches()) {
            return "";
        }
        var place = match.group(1) + component + (match.group(2) == null ? "1" : match.group(2));
        if (match.group(3) == null) {
            return place;
        }
        place += component + match.group(3);
        if (match.group(5) != null) {
            return place + component + (match.group(4) == null ? "1" : match.group(4)) + component + match.group(5);
        }
        return match.group(4) == null ? place : place + component + match.group(4);
    }

    /** ERR-2 and later fields came with v2.5; before, ERR-1 tells the place. */
    private static boolean isBeforeV25(String version) {
        return version.startsWith("2.1")
                || version.startsWith("2.2")
                || version.startsWith("2.3")
                || version.startsWith("2.4");
    }
}
