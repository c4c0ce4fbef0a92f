package dev.tributary.mapping.template;

import dev.tributary.mapping.element.ElementPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dates and times as the source writes them, in the precision that it gives. */
final class DateConverter implements Converter {

    private final ElementPath target;
    private final List<DatePattern> patterns = new ArrayList<>();
    private final String forms;

    DateConverter(ElementPath target, Conversion how) {
        this.target = target;
        this.forms = how.dates().isEmpty() ? "yyyy-MM-dd or yyyyMMdd" : String.join(" or ", how.dates());
        how.dates().forEach(pattern -> patterns.add(DatePattern.of(pattern, how.pivot(), how.locale())));
    }

    @Override
    public Converted convert(String text, Scene scene) {
        var moment = parse(text);
        if (moment == null) {
            return Converted.failed("is no date of the form " + forms);
        }
        var value = switch (target.leafType()) {
            case "date" -> moment.dateText();
            case "dateTime" -> moment.dateTime(scene.zone());
            case "instant" -> moment.instant(scene.zone());
            default -> moment.clock();
        };
        if (value == null) {
            return Converted.failed("has no time of day, as " + target + " needs one");
        }
        return Converter.plain(target, value);
    }

    private @Nullable Moment parse(String text) {
        if (patterns.isEmpty()) {
            return target.leafType().equals("time") ? DatePattern.isoTime(text) : DatePattern.iso(text);
        }
        for (var pattern : patterns) {
            var moment = pattern.parse(text);
            if (moment != null) {
                return moment;
            }
        }
        return null;
    }
}
