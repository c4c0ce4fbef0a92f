package dev.tributary.mapping.csv;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.RowFilter;
import dev.tributary.mapping.template.TemplateRun;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of a feed as changes to the record. Pure: the same rows and declaration give the same resources with the same ids. */
public final class CsvMapper {

    private static final int MOST_TRIED = 1000;

    private final CsvEntry entry;
    private final CsvFeed feed;
    private final SourceProfile profile;
    private final TemplateRun run;
    private final Set<Issue> issues = new LinkedHashSet<>();
    private @Nullable Instant occurred;
    private int filtered;
    private int applied;
    private String filter = "";

    private CsvMapper(CsvEntry entry, CsvFeed feed, SourceProfile profile) {
        this.entry = entry;
        this.feed = feed;
        this.profile = profile;
        this.run = new TemplateRun(profile, feed.zone(), Map.of());
    }

    /**
     * Never throws for what the rows contain. One bad row of several that belong together keeps all of them from being applied: then
     * there is an error among the issues and there are no changes.
     *
     * @param content as {@link CsvEntry#content()} wrote it
     * @param feeds of the source, by name
     */
    public static Mapped map(String content, Map<String, CsvFeed> feeds, SourceProfile profile) {
        var entry = CsvEntry.read(content);
        if (entry == null) {
            return refused("csv", "csv", "This is no row that the hub kept. Send the file again.");
        }
        var feed = feeds.get(entry.feed());
        if (feed == null) {
            return refused(
                    entry.feed(),
                    entry.place(),
                    "The source declares no feed %s any more. Restore it and replay the row.".formatted(entry.feed()));
        }
        return new CsvMapper(entry, feed, profile).map();
    }

    /**
     * The same of what the journal keeps, or of a whole file: then the first feed counts whose columns are there, and of the file the first
     * thousand messages.
     */
    public static Mapped map(byte[] raw, Map<String, CsvFeed> feeds, SourceProfile profile) {
        var content = new String(raw, StandardCharsets.UTF_8);
        if (CsvEntry.feedOf(content) != null || feeds.isEmpty()) {
            return map(content, feeds, profile);
        }
        try (var file = CsvFile.fitting(raw, feeds)) {
            return file == null
                    ? refused("csv", "header", "No feed of the source fits the columns of this file.")
                    : mapAll(file, feeds, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mapped mapAll(CsvFile file, Map<String, CsvFeed> feeds, SourceProfile profile) throws IOException {
        if (!file.problems().isEmpty()) {
            return refused("csv", "header", String.join(" ", file.problems()));
        }
        var changes = new ArrayList<Change>();
        var issues = new ArrayList<Issue>();
        var trigger = "csv";
        var entry = file.next();
        for (var i = 0; entry != null && i < MOST_TRIED; i++) {
            var mapped = map(entry.content(), feeds, profile);
            trigger = mapped.trigger();
            changes.addAll(mapped.changes());
            issues.addAll(mapped.issues());
            entry = file.next();
        }
        return new Mapped(trigger, null, changes, issues);
    }

    private static Mapped refused(String trigger, String path, String text) {
        return new Mapped(trigger, null, List.of(), List.of(Issue.error("not-found", path, text)));
    }

    private Mapped map() {
        try {
            read(new RecordSplitter(new Lines(new StringReader(entry.text())), feed.layout()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        issues.addAll(run.issues());
        var all = new ArrayList<>(issues);
        if (applied == 0 && filtered > 0 && all.stream().noneMatch(CsvMapper::isError)) {
            return Mapped.filtered(feed.name(), occurred, filter);
        }
        return new Mapped(
                feed.name(), occurred, all.stream().anyMatch(CsvMapper::isError) ? List.of() : run.changes(), all);
    }

    private static boolean isError(Issue issue) {
        return issue.severity() == Issue.Severity.ERROR;
    }

    private void read(RecordSplitter splitter) throws IOException {
        var cells = new Cells(feed.layout(), feed.columns());
        var header = Header.declared(feed);
        if (feed.layout().hasHeader()) {
            var first = splitter.next(0);
            var names = first == null ? null : cells.of(first);
            header = Header.of(names == null ? List.of() : names, feed);
            header.problems().forEach(problem -> error("structure", entry.file() + ", header", problem));
        }
        if (!issues.isEmpty()) {
            return;
        }
        var number = 0;
        for (var raw = splitter.next(header.width()); raw != null; raw = splitter.next(header.width())) {
            var line = entry.lines().get(Math.min(number++, entry.lines().size() - 1));
            var values = cells.of(raw);
            if (values == null) {
                error("structure", entry.file() + ", line " + line, unreadable(raw));
            } else {
                add(new CsvRow(feed, header, entry.file(), line, values), header);
            }
        }
    }

    private static String unreadable(RecordSplitter.Raw raw) {
        return raw.isOpen()
                ? "A quote is opened and not closed, or a value with a line break does not end where its row ends."
                : "Something stands behind a closing quote. Write a quote inside of a value twice.";
    }

    private void add(CsvRow row, Header header) {
        if (!hasShape(row, header)) {
            return;
        }
        var kept = RowFilter.first(feed.filters(), row);
        if (kept != null) {
            filtered++;
            filter = kept.name();
            issues.add(Issue.information("business-rule", row.place(), "Kept out by the filter %s.".formatted(filter)));
            return;
        }
        applied++;
        feed.columns().forEach(column -> check(column, row));
        noteUnread(row, header);
        run.add(feed.resources(), row);
        if (occurred == null && feed.occurred() != null) {
            occurred = time(feed.occurred(), row);
        }
    }

    private boolean hasShape(CsvRow row, Header header) {
        var values = row.cells();
        if (values.stream().anyMatch(value -> value.indexOf('\uFFFD') >= 0 || value.indexOf('\0') >= 0)) {
            error(
                    "value",
                    row.place(),
                    "Some bytes do not belong to the character set %s. Correct the feed's charset and send the file again."
                            .formatted(feed.layout().charset().name()));
            return false;
        }
        var isTooLong = values.size() > header.width()
                && !values.subList(header.width(), values.size()).stream().allMatch(String::isBlank);
        if (isTooLong || values.size() < header.width()) {
            error(
                    "structure",
                    row.place(),
                    "The row has %d values and the header %d. A separator is %s."
                            .formatted(
                                    values.size(), header.width(), isTooLong ? "too many or not quoted" : "missing"));
            return false;
        }
        return true;
    }

    private void check(Column column, CsvRow row) {
        var value = row.value(column.name());
        if (value == null) {
            if (column.isRequired()) {
                error("required", row.path(column.name()), "is empty, and the feed demands a value.");
            }
            return;
        }
        var problem = column.check().problem(value);
        if (problem != null) {
            error("value", row.path(column.name()), "\"%s\" %s.".formatted(value, problem));
        }
    }

    private void noteUnread(CsvRow row, Header header) {
        if (feed.extra() == CsvFeed.ExtraColumns.IGNORE) {
            return;
        }
        var known = new HashSet<>(header.places().values());
        for (var i = 0; i < header.width(); i++) {
            if (!known.contains(i) && row.at(i) != null) {
                issues.add(Issue.information(
                        "not-supported",
                        feed.name() + "." + header.names().get(i),
                        "The value is kept in the row only; nothing reads this column."));
            }
        }
    }

    private @Nullable Instant time(ElementRule rule, CsvRow row) {
        var holder = ElementPath.newResource(rule.target().resourceType());
        run.apply(rule, holder, row, Map.of());
        var text = rule.target().values(holder).stream()
                .findFirst()
                .map(ElementPath::textOf)
                .orElse(null);
        if (text == null) {
            return null;
        }
        try {
            return instant(text);
        } catch (DateTimeException e) {
            error(
                    "value",
                    row.path(TemplateRun.place(rule)),
                    "\"%s\" is no time to go by. Write a day, or a time with its offset.".formatted(text));
            return null;
        }
    }

    /** A day alone begins in the feed's zone; a month or a year is no time to go by. */
    private @Nullable Instant instant(String text) {
        if (text.length() < 10) {
            return null;
        }
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(feed.zone()).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }

    private void error(String code, String path, String text) {
        issues.add(Issue.error(code, path, text));
    }
}
