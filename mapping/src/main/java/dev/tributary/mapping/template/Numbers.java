package dev.tributary.mapping.template;

import dev.tributary.mapping.element.ElementPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as the source writes them, as FHIR writes them: digits are kept, {@code 7.0} stays {@code 7.0}. */
final class Numbers {

    private static final Pattern POINT =
            Pattern.compile("[+-]?(\\d{1,30}|\\d{1,3}(,\\d{3}){1,9})?(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");
    private static final Pattern COMMA = Pattern.compile("[+-]?(\\d{1,30}|\\d{1,3}(\\.\\d{3}){1,9})?(,\\d{1,30})?");

    private Numbers() {}

    static Converted convert(String text, Conversion how, ElementPath target) {
        var number = normal(text, how.decimal());
        if (number == null) {
            return Converted.failed("is no number" + (how.decimal() == ',' ? " with a decimal comma" : ""));
        }
        return Converter.plain(target, number);
    }

    /** With a decimal point and no signs between thousands; null if it is no number. */
    static @Nullable String normal(String text, char decimal) {
        var isComma = decimal == ',';
        if (!(isComma ? COMMA : POINT).matcher(text).matches() || text.chars().noneMatch(Character::isDigit)) {
            return null;
        }
        var number = isComma ? text.replace(".", "").replace(',', '.') : text.replace(",", "");
        number = number.startsWith("+") ? number.substring(1) : number;
        return number.startsWith(".") ? "0" + number : number.startsWith("-.") ? "-0" + number.substring(1) : number;
    }
}
