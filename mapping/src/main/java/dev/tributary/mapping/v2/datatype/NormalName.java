package dev.tributary.mapping.v2.datatype;

import java.util.Locale;
import java.util.regex.Pattern;

/** A name as a key: letters and digits of any script in lower case, parted by single blanks. */
final class NormalName {

    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");

    private NormalName() {}

    static String of(String name) {
        return OTHER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
