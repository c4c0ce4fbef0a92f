package dev.tributary.mapping.v2.datatype;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A name as a key: letters and digits of any script in lower case, parted by single blanks. */
public final class NormalName {

    private static final Pattern OTHER = Pattern.compile("[^\\p{L}\\p{N}]+");

    private NormalName() {}

    public static String of(@Nullable String name) {
        return name == null
                ? ""
                : OTHER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    }
}
