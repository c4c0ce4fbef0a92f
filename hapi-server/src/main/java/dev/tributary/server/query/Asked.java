package dev.tributary.server.query;

import dev.tributary.mapping.v2.er7.Escapes;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.List;

/** One query: what QPD, RCP and DSC say, and how its answer is written. */
final class Asked {

    private static final int MOST = 100;

    private final V2Message message;
    private final V2Segment parameters;
    private final Domains domains;

    Asked(V2Message message, V2Segment parameters, Domains domains) {
        this.message = message;
        this.parameters = parameters;
        this.domains = domains;
    }

    Domains domains() {
        return domains;
    }

    List<V2Value> values(int field) {
        return parameters.values(field);
    }

    /** QPD-2, as it came. */
    String tag() {
        return parameters.raw(2);
    }

    /** The answer repeats the question. */
    String echo() {
        var fields = new StringBuilder("QPD");
        for (var field = 1; field <= parameters.size(); field++) {
            fields.append(message.delimiters().field()).append(parameters.raw(field));
        }
        return fields.toString();
    }

    /** RCP-2: how many at once. */
    int limit() {
        var wanted = message.first("RCP")
                .map(rcp -> rcp.value(2))
                .map(value -> value.component(1))
                .orElse("");
        return Math.max(1, Math.min(MOST, number(wanted, MOST)));
    }

    /** DSC-1: where an earlier answer ended. */
    int offset() {
        var pointer =
                message.first("DSC").map(dsc -> dsc.value(1)).map(V2Value::text).orElse("");
        return Math.max(0, number(pointer, 0));
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    /** Fields in the delimiters of the query; they are encoded already. */
    String segment(String name, String... fields) {
        var field = String.valueOf(message.delimiters().field());
        return name + field + String.join(field, fields);
    }

    String encoded(String text) {
        return Escapes.encode(text, message.delimiters());
    }

    String repetitions(List<String> values) {
        return String.join(String.valueOf(message.delimiters().repetition()), values);
    }

    /** Components, encoded here; empty ones at the end are left out. */
    String components(String... texts) {
        var last = texts.length;
        while (last > 0 && texts[last - 1].isEmpty()) {
            last--;
        }
        var joined = new StringBuilder();
        for (var i = 0; i < last; i++) {
            joined.append(i == 0 ? "" : message.delimiters().component()).append(encoded(texts[i]));
        }
        return joined.toString();
    }
}
