package dev.tributary.mapping.v2.er7;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/">HL7 v2 chapter 2.7</a>: escape sequences in text. What is no sequence
 * stays as it was sent.
 */
public final class Escapes {

    private static final int LONGEST = 1024;

    private Escapes() {}

    /** The text that was meant. Highlighting and character set switches vanish, line breaks become {@code \n}. */
    public static String decode(String text, Delimiters delimiters) {
        var escape = delimiters.escape();
        var start = text.indexOf(escape);
        if (start < 0) {
            return text;
        }
        var out = new StringBuilder(text.length());
        var from = 0;
        while (start >= 0) {
            var end = text.indexOf(escape, start + 1);
            if (end < 0 || end - start > LONGEST) {
                break;
            }
            out.append(text, from, start);
            if (append(out, text.substring(start + 1, end), delimiters)) {
                from = end + 1;
            } else {
                out.append(escape);
                from = start + 1;
            }
            start = text.indexOf(escape, from);
        }
        return out.append(text, from, text.length()).toString();
    }

    /** The text as it may stand in a field. */
    public static String encode(String text, Delimiters delimiters) {
        var out = new StringBuilder(text.length() + 8);
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var name = nameOf(c, delimiters);
            if (name != null) {
                out.append(delimiters.escape()).append(name).append(delimiters.escape());
            } else if (c == '\r' || c == '\n') {
                out.append(' ');
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static @Nullable String nameOf(char c, Delimiters delimiters) {
        if (c == delimiters.field()) {
            return "F";
        } else if (c == delimiters.component()) {
            return "S";
        } else if (c == delimiters.subcomponent()) {
            return "T";
        } else if (c == delimiters.repetition()) {
            return "R";
        }
        return c == delimiters.escape() ? "E" : null;
    }

    private static boolean append(StringBuilder out, String sequence, Delimiters delimiters) {
        switch (sequence) {
            case "F" -> out.append(delimiters.field());
            case "S" -> out.append(delimiters.component());
            case "T" -> out.append(delimiters.subcomponent());
            case "R" -> out.append(delimiters.repetition());
            case "E" -> out.append(delimiters.escape());
            case "P" -> out.append(delimiters.truncation());
            case "H", "N" -> {}
            default -> {
                return appendLonger(out, sequence);
            }
        }
        return true;
    }

    private static boolean appendLonger(StringBuilder out, String sequence) {
        if (sequence.isEmpty()) {
            return false;
        }
        switch (sequence.charAt(0)) {
            case 'X':
                return appendHex(out, sequence.substring(1));
            case '.':
                return appendFormat(out, sequence.substring(1));
            case 'C', 'M':
                // Switches of character set inside a field: the bytes were decoded once for the whole message.
                return sequence.length() > 4 && isHex(sequence.substring(1));
            default:
                return false;
        }
    }

    private static boolean appendFormat(StringBuilder out, String command) {
        if (command.startsWith("br") || command.startsWith("sp") || command.startsWith("ce")) {
            out.append('\n');
            return true;
        }
        if (command.startsWith("sk") || command.startsWith("in") || command.startsWith("ti")) {
            out.append(' ');
            return true;
        }
        return command.equals("fi") || command.equals("nf");
    }

    private static boolean appendHex(StringBuilder out, String digits) {
        if (!isHex(digits)) {
            return false;
        }
        var bytes = HexFormat.of().parseHex(digits);
        if (digits.equalsIgnoreCase("0D") || digits.equalsIgnoreCase("0D0A") || digits.equalsIgnoreCase("0A")) {
            out.append('\n');
        } else {
            var text = new String(bytes, StandardCharsets.UTF_8);
            out.append(text.indexOf('\uFFFD') < 0 ? text : new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return true;
    }

    private static boolean isHex(String digits) {
        return !digits.isEmpty() && digits.length() % 2 == 0 && digits.chars().allMatch(HexFormat::isHexDigit);
    }
}
