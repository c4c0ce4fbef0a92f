package dev.tributary.mapping.csv;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes as text: a byte order mark decides, else UTF-16 shows by its zero bytes, else the declared character set holds. */
final class CsvText {

    private static final int LOOK = 64;

    private CsvText() {}

    /** Bytes that do not belong to the character set become U+FFFD, so that their row can be told. */
    static Reader open(InputStream in, Charset declared) throws IOException {
        var bytes = new BufferedInputStream(in, 1 << 16);
        bytes.mark(LOOK);
        var start = bytes.readNBytes(LOOK);
        bytes.reset();
        var charset = charset(start, declared);
        var reader = new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
        if (hasMark(start, charset)) {
            reader.read();
        }
        return reader;
    }

    private static Charset charset(byte[] start, Charset declared) {
        if (begins(start, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (begins(start, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(start, 0xFE, 0xFF)) {
            return StandardCharsets.UTF_16BE;
        }
        var even = zeros(start, 0);
        var odd = zeros(start, 1);
        if (odd > start.length / 4 && even == 0) {
            return StandardCharsets.UTF_16LE;
        }
        return even > start.length / 4 && odd == 0 ? StandardCharsets.UTF_16BE : declared;
    }

    private static boolean hasMark(byte[] start, Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) && begins(start, 0xEF, 0xBB, 0xBF)
                || charset.equals(StandardCharsets.UTF_16LE) && begins(start, 0xFF, 0xFE)
                || charset.equals(StandardCharsets.UTF_16BE) && begins(start, 0xFE, 0xFF);
    }

    private static boolean begins(byte[] start, int... mark) {
        for (var i = 0; i < mark.length; i++) {
            if (i >= start.length || (start[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static int zeros(byte[] start, int from) {
        var zeros = 0;
        for (var i = from; i < start.length; i += 2) {
            zeros += start[i] == 0 ? 1 : 0;
        }
        return zeros;
    }
}
