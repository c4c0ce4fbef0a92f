package dev.tributary.mapping.template;

import dev.tributary.mapping.element.ElementPath;
import java.util.Locale;
import java.util.Set;

/** Yes and no in the words of the source. */
final class BooleanTexts {

    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "1");
    private static final Set<String> NO = Set.of("false", "f", "no", "n", "0");

    private BooleanTexts() {}

    static Converted convert(String text, Conversion how, ElementPath target) {
        var said = text.toLowerCase(Locale.ROOT);
        if ((how.yes().isEmpty() ? YES : how.yes()).contains(said)) {
            return Converted.to(target.primitive("true"));
        }
        if ((how.no().isEmpty() ? NO : how.no()).contains(said)) {
            return Converted.to(target.primitive("false"));
        }
        return Converted.failed("is neither yes nor no");
    }
}
