package dev.tributary.mapping.v2;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.CodeTable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** MSH-18 (table 0211) as a character set, and what the bytes themselves say against it. */
final class Charsets {

    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int ASCII_END = 0x80;
    private static final int CONTINUATION = 0xC0;

    private Charsets() {}

    /**
     * How to read a message. Umlauts in UTF-8 are never meant as letters of ISO 8859, and bytes of which none is UTF-8 are none; everything else is
     * as it was declared.
     *
     * @param named what MSH-18 or the source says
     */
    static Charset reading(byte[] raw, int start, Charset named) {
        if (isAscii(raw, start)) {
            return named;
        }
        if (named.equals(StandardCharsets.UTF_8)) {
            return isUtf8(raw, start) || hasSequence(raw, start) ? named : WINDOWS;
        }
        var isSingleByte = named.name().startsWith("ISO-8859") || named.name().startsWith("windows-125");
        return isSingleByte && isUtf8(raw, start) ? StandardCharsets.UTF_8 : named;
    }

    private static boolean isAscii(byte[] raw, int start) {
        for (var i = start; i < raw.length; i++) {
            if (raw[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] raw, int start) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw, start, raw.length - start));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whether anything looks like a letter of two bytes or more: then the rest is damaged, and not of another character set. */
    private static boolean hasSequence(byte[] raw, int start) {
        for (var i = start; i + 1 < raw.length; i++) {
            var first = raw[i] & 0xFF;
            var second = raw[i + 1] & 0xFF;
            if (first >= CONTINUATION && second >= ASCII_END && second < CONTINUATION) {
                return true;
            }
        }
        return false;
    }

    /** The source's own if the message does not say; null if what it says is unknown. */
    static @Nullable Charset of(String declared, SourceProfile profile) {
        if (declared.isEmpty()) {
            return profile.charset();
        }
        var entry = CodeTable.of("HL70211").get(declared);
        if (entry == null) {
            return null;
        }
        return entry.target().isEmpty() ? profile.charset() : supported(entry.target());
    }

    private static @Nullable Charset supported(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : null;
    }
}
