package dev.tributary.mapping.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a text before it becomes a value, in this order: extract, replace, letters, split.
 *
 * @param extract the part that counts: the first group, else all that is found; null takes the whole text
 * @param replace what is put in the place of each pattern
 * @param split what parts several values; null if there is one
 * @param part which of the values, from 1; 0 takes all
 */
public record TextSteps(
        @Nullable Pattern extract,
        Map<Pattern, String> replace,
        Letters letters,
        @Nullable String split,
        int part) {

    public static final TextSteps NONE = new TextSteps(null, Map.of(), Letters.AS_THEY_ARE, null, 0);

    public TextSteps {
        replace = new LinkedHashMap<>(replace);
    }

    /** Capital or small. */
    public enum Letters {
        AS_THEY_ARE,
        UPPER,
        LOWER
    }

    /** The values in the text, none of them blank; null if the text is not of the form that {@code extract} demands. */
    @Nullable
    List<String> apply(String text) {
        var worked = extract == null ? text : extracted(text);
        if (worked == null) {
            return null;
        }
        for (var step : replace.entrySet()) {
            worked = step.getKey().matcher(worked).replaceAll(step.getValue());
        }
        worked = switch (letters) {
            case AS_THEY_ARE -> worked;
            case UPPER -> worked.toUpperCase(Locale.ROOT);
            case LOWER -> worked.toLowerCase(Locale.ROOT);
        };
        return chosen(worked);
    }

    private @Nullable String extracted(String text) {
        var match = extract == null ? null : extract.matcher(text);
        if (match == null || !match.find()) {
            return null;
        }
        var found = match.groupCount() > 0 ? match.group(1) : match.group();
        return found == null ? "" : found;
    }

    private List<String> chosen(String text) {
        var values = split == null ? List.of(text) : List.of(text.split(Pattern.quote(split), -1));
        var chosen = new ArrayList<String>();
        for (var i = 0; i < values.size(); i++) {
            var value = values.get(i).strip();
            if (!value.isEmpty() && (part == 0 || part == i + 1)) {
                chosen.add(value);
            }
        }
        return chosen;
    }
}
