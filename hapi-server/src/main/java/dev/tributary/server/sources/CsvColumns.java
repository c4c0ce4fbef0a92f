package dev.tributary.server.sources;

import dev.tributary.mapping.csv.Column;
import dev.tributary.mapping.csv.CsvLayout;
import dev.tributary.mapping.template.ValueCheck;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code columns:} of a feed: a list of names, or names with what is demanded of them. */
final class CsvColumns {

    private static final int WIDEST = 100_000;

    private final CsvLayout layout;
    private final Conversions conversions;

    CsvColumns(CsvLayout layout, Conversions conversions) {
        this.layout = layout;
        this.conversions = conversions;
    }

    List<Column> read(Section feed) {
        if (!feed.isSection("columns")) {
            var names = feed.texts("columns").stream().map(Column::named).toList();
            if (layout.separator() == CsvLayout.FIXED_WIDTH) {
                feed.problem("columns", "must say where each column stands: {pid: {from: 1, to: 10}}.");
            }
            return names;
        }
        var columns = new ArrayList<Column>();
        feed.section("columns").ifPresent(section -> {
            for (var name : section.names()) {
                columns.add(
                        section.isSection(name)
                                ? section.section(name)
                                        .map(each -> column(name, each))
                                        .orElseGet(() -> Column.named(name))
                                : word(section, name));
            }
        });
        return columns;
    }

    /** {@code required}, {@code optional}, or nothing. */
    private static Column word(Section section, String name) {
        var word = section.raw(name).orElse("");
        if (!word.isEmpty() && !word.equals("required") && !word.equals("optional")) {
            section.problem(
                    name,
                    "\"%s\" is neither required nor optional. Write {type: %s} for a type.".formatted(word, word));
        }
        return new Column(name, List.of(), word.equals("optional"), word.equals("required"), ValueCheck.ANY, 0, 0);
    }

    private Column column(String name, Section section) {
        var isFixed = layout.separator() == CsvLayout.FIXED_WIDTH;
        var from = section.number("from", 0, 1, WIDEST);
        var to = section.number("to", 0, 1, WIDEST);
        if (isFixed && (from < 1 || to < from)) {
            section.problem("from", "must say with to where the column stands, counted from 1.");
        }
        if (!isFixed && (from > 0 || to > 0)) {
            section.problem("from", "is for separator: fixed-width only. Leave from and to out.");
        }
        var column = new Column(
                name,
                List.copyOf(section.texts("aliases")),
                section.flag("optional", false),
                section.flag("required", false),
                check(section),
                isFixed ? Math.max(1, from) : 0,
                to);
        section.refuseUnknown();
        return column;
    }

    private ValueCheck check(Section section) {
        var conversion = conversions.readDate(section);
        var check = ValueCheck.ANY;
        try {
            check = check.ofType(
                    section.text("type").orElse(conversion.dates().isEmpty() ? "text" : "date"), conversion);
        } catch (IllegalArgumentException e) {
            section.problem("type", String.valueOf(e.getMessage()));
        }
        var pattern = Conditions.pattern(section, "matches");
        if (pattern.isPresent()) {
            check = check.matching(pattern.get());
        }
        var values = section.texts("values");
        if (!values.isEmpty()) {
            check = check.oneOf(values);
        }
        var length = section.number("max-length", 0, 1, WIDEST);
        return length == 0 ? check : check.noLongerThan(length);
    }
}
