package dev.tributary.mapping.v2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages a message as broken senders, networks and attackers do: bytes, delimiters, fields, segments, sizes. */
final class Damage {

    private static final String[] VALUES = {
        "",
        "\"\"",
        "-1",
        "0",
        "99999999999999999999",
        "1e400",
        "NaN",
        "20260230",
        "202613",
        "00000000",
        "20260101250000",
        "20260101-9999",
        "2026010112+0560",
        "\u00e9\u00ff",
        "\u0000\u0001",
        "\\",
        "\\X4",
        "\\XZZ\\",
        "\\.br\\",
        "^^^^^^^^^^^^",
        "~~~~",
        "&&&&",
        "a&b&c^d~e",
        "Q0H",
        "Q999H",
        "QJ1234567",
        "D0",
        "X9999",
        "999ID",
        "H0",
        "x".repeat(300),
        "$1,000.00",
        "UCUM",
        "BID PRN",
        "http://[",
        "urn:uuid:",
        "1.2.840.",
        " ",
        "|",
        "CA",
        "DC",
        "D",
        "RE",
        "998^^CVX",
        "9999"
    };

    private Damage() {}

    /** One to six kinds of damage in a row. */
    static byte[] of(byte[] original, List<byte[]> all, Random random) {
        var bytes = original;
        for (var times = 1 + random.nextInt(6); times > 0; times--) {
            bytes = switch (random.nextInt(10)) {
                case 0, 1 -> bytes(bytes, random);
                case 2 -> delimiter(bytes, random);
                case 3, 4, 5 -> field(bytes, random);
                case 6 -> segments(bytes, random);
                case 7 -> foreign(bytes, all.get(random.nextInt(all.size())), random);
                case 8 -> trigger(bytes, all.get(random.nextInt(all.size())));
                default -> random.nextInt(10) == 0 ? huge(bytes, random) : cut(bytes, random);
            };
        }
        return bytes;
    }

    private static byte[] bytes(byte[] raw, Random random) {
        var copy = raw.clone();
        for (var times = random.nextInt(8); times > 0 && copy.length > 0; times--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    /** Another delimiter from some place on, or in all the message. */
    private static byte[] delimiter(byte[] raw, Random random) {
        var text = text(raw);
        var from = "|^~\\&\r".charAt(random.nextInt(6));
        var into = "|^~\\&\r\n#,X1".charAt(random.nextInt(11));
        var at = random.nextInt(4) == 0 ? 0 : random.nextInt(text.length() + 1);
        return raw(text.substring(0, at) + text.substring(at).replace(from, into));
    }

    private static byte[] field(byte[] raw, Random random) {
        var lines = lines(raw);
        var at = random.nextInt(lines.size());
        var fields = new ArrayList<>(List.of(lines.get(at).split("\\|", -1)));
        var index = 1 + random.nextInt(fields.size() + 3);
        while (fields.size() <= index) {
            fields.add("");
        }
        switch (random.nextInt(5)) {
            case 0 -> fields.remove(index);
            case 1 -> fields.add(index, VALUES[random.nextInt(VALUES.length)]);
            case 2 -> fields.set(index, fields.get(index) + "~" + fields.get(index));
            case 3 -> {
                var components = fields.get(index).split("\\^", -1);
                components[random.nextInt(components.length)] = VALUES[random.nextInt(VALUES.length)];
                fields.set(index, String.join("^", components));
            }
            default -> fields.set(index, VALUES[random.nextInt(VALUES.length)]);
        }
        lines.set(at, String.join("|", fields));
        return joined(lines);
    }

    /** Dropped, repeated, moved. */
    private static byte[] segments(byte[] raw, Random random) {
        var lines = lines(raw);
        var one = random.nextInt(lines.size());
        var other = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(one);
            case 1 -> lines.add(other, lines.get(one));
            default -> {
                var line = lines.remove(one);
                lines.add(Math.min(other, lines.size()), line);
            }
        }
        return joined(lines);
    }

    /** A segment of another message. */
    private static byte[] foreign(byte[] raw, byte[] other, Random random) {
        var lines = lines(raw);
        var others = lines(other);
        lines.add(random.nextInt(lines.size() + 1), others.get(random.nextInt(others.size())));
        return joined(lines);
    }

    /** The header of another message: what is told under a trigger that does not expect it. */
    private static byte[] trigger(byte[] raw, byte[] other) {
        var lines = lines(raw);
        lines.set(0, lines(other).get(0));
        return joined(lines);
    }

    private static byte[] cut(byte[] raw, Random random) {
        var from = random.nextInt(raw.length + 1);
        var length = Math.min(raw.length - from, random.nextInt(60));
        var text = text(raw);
        return raw(text.substring(0, from) + text.substring(from + length));
    }

    /** Very many repetitions, components or segments. */
    private static byte[] huge(byte[] raw, Random random) {
        var lines = lines(raw);
        var at = random.nextInt(lines.size());
        var piece = "^&~\\".charAt(random.nextInt(4)) + VALUES[random.nextInt(VALUES.length)];
        if (random.nextInt(3) == 0) {
            var line = lines.get(at);
            for (var times = 300; times > 0; times--) {
                lines.add(at, line);
            }
        } else {
            lines.set(at, lines.get(at) + piece.repeat(1500));
        }
        return joined(lines);
    }

    private static List<String> lines(byte[] raw) {
        return new ArrayList<>(List.of(text(raw).split("\r", -1)));
    }

    private static byte[] joined(List<String> lines) {
        return raw(String.join("\r", lines));
    }

    private static String text(byte[] raw) {
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    private static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
