package dev.tributary.server.sources;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.csv.Column;
import dev.tributary.mapping.csv.CsvFeed;
import dev.tributary.mapping.csv.CsvFeed.ExtraColumns;
import dev.tributary.mapping.csv.CsvLayout;
import dev.tributary.mapping.template.Condition;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.ResourceTemplate;
import dev.tributary.mapping.template.RowFilter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code csv:}, the feeds of text files that a source sends. */
final class CsvSection {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Map<String, Character> SEPARATORS =
            Map.of("comma", ',', "semicolon", ';', "tab", '\t', "pipe", '|', "fixed-width", CsvLayout.FIXED_WIDTH);

    private final SourceProfile profile;
    private final Conversions conversions;

    CsvSection(SourceProfile profile, Conversions conversions) {
        this.profile = profile;
        this.conversions = conversions;
    }

    /** The feeds by name, in the order of the file. */
    Map<String, CsvFeed> read(Section section) {
        var feeds = new LinkedHashMap<String, CsvFeed>();
        for (var name : section.names()) {
            if (!NAME.matcher(name).matches()) {
                section.problem(name, "is no name for a feed. Use a-z, 0-9 and -, up to 32 characters, like results.");
            }
            section.section(name).ifPresent(each -> feeds.put(name, feed(name, each)));
        }
        return feeds;
    }

    private CsvFeed feed(String name, Section section) {
        var layout = layout(section);
        var declared = new CsvColumns(layout, conversions).read(section);
        var isComplete = !declared.isEmpty() && (!layout.hasHeader() || layout.separator() == CsvLayout.FIXED_WIDTH);
        if (declared.isEmpty() && !layout.hasHeader()) {
            section.problem("columns", "is missing. Without a header row, name the columns in their order.");
        }
        var naming = Naming.columns(
                isComplete
                        ? declared.stream().map(Column::name).collect(Collectors.toCollection(LinkedHashSet::new))
                        : Set.of());
        var resources = section.section("resources");
        if (resources.isEmpty()) {
            section.problem("resources", "is missing. Say what each row makes.");
        }
        var templates = resources
                .map(each -> new ResourceTemplates(naming, conversions).read(each, Set.of()))
                .orElse(List.of());
        var filters = CustomiseSection.filters(section, "filters", naming);
        var occurred = new ElementRules(naming, conversions, false)
                .time(section, "occurred")
                .orElse(null);
        var group = List.copyOf(section.texts("group-by"));
        var feed = new CsvFeed(
                name,
                files(section),
                layout,
                SourceFile.zone(section, profile.zone()),
                CsvFeed.withRead(declared, read(templates, filters, occurred, group)),
                extra(section),
                group,
                filters,
                templates,
                occurred);
        section.refuseUnknown();
        return feed;
    }

    private static Set<String> read(
            List<ResourceTemplate> templates,
            List<RowFilter> filters,
            @Nullable ElementRule occurred,
            List<String> group) {
        var read = new LinkedHashSet<>(group);
        templates.forEach(template -> read.addAll(template.reads()));
        for (var filter : filters) {
            read.addAll(filter.when().stream().map(Condition::field).toList());
        }
        if (occurred != null) {
            read.addAll(occurred.reads());
        }
        return read;
    }

    private CsvLayout layout(Section section) {
        var separator = separator(section);
        var isFixed = separator == CsvLayout.FIXED_WIDTH;
        return new CsvLayout(
                SourceFile.charset(section, profile.charset()),
                separator,
                character(section, "quote", isFixed ? null : '"'),
                section.flag("header", !isFixed),
                section.number("skip-lines", 0, 0, 1000),
                character(section, "comment", null),
                section.texts("empty-values").stream()
                        .map(text -> text.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()));
    }

    private static char separator(Section section) {
        var text = section.raw("separator").orElse("comma");
        if (text.length() == 1) {
            return text.charAt(0);
        }
        var named = SEPARATORS.get(text);
        if (named == null) {
            section.problem(
                    "separator",
                    "\"%s\" is no separator. Write one character, or comma, semicolon, tab, pipe or fixed-width."
                            .formatted(text));
        }
        return named == null ? ',' : named;
    }

    private static @Nullable Character character(Section section, String key, @Nullable Character usual) {
        var text = section.text(key).orElse(null);
        if (text == null || text.equals("none")) {
            return text == null ? usual : null;
        }
        if (text.length() != 1) {
            section.problem(key, "\"%s\" is not one character. Write one, or none.".formatted(text));
        }
        return text.charAt(0);
    }

    private static ExtraColumns extra(Section section) {
        var text = section.text("extra-columns").orElse("report");
        for (var extra : ExtraColumns.values()) {
            if (extra.name().toLowerCase(Locale.ROOT).equals(text)) {
                return extra;
            }
        }
        section.problem("extra-columns", "\"%s\" is not known. Write report, refuse or ignore.".formatted(text));
        return ExtraColumns.REPORT;
    }

    /** {@code results-*.csv} as a pattern for whole names; null if any file may be meant. */
    private static @Nullable Pattern files(Section section) {
        Optional<String> glob = section.text("files");
        return glob.map(text -> Pattern.compile(
                        ("\\Q" + text + "\\E").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"),
                        Pattern.CASE_INSENSITIVE))
                .orElse(null);
    }
}
