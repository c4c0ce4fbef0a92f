package dev.tributary.server.rosters;

import dev.tributary.subscriptions.rosters.RosterKey;
import dev.tributary.subscriptions.rosters.RosterLine;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * An uploaded roster, after <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>, with a header: columns {@code system} and
 * {@code value} of an identifier, or {@code family}, {@code given} and {@code birthDate}, or all of them. Separated by comma, semicolon or tab.
 */
final class RosterCsv {

    static final int MOST_LINES = 200_000;

    private static final Map<String, Set<String>> NAMES = Map.of(
            "system", Set.of("system", "identifiersystem", "assigningauthority"),
            "value", Set.of("value", "identifier", "mrn", "patientid", "identifiervalue", "memberid"),
            "family", Set.of("family", "familyname", "lastname", "surname"),
            "given", Set.of("given", "givenname", "firstname"),
            "birthDate", Set.of("birthdate", "dateofbirth", "dob", "born"));

    private final List<RosterLine> lines = new ArrayList<>();
    private final List<Integer> unreadable = new ArrayList<>();

    private RosterCsv() {}

    /**
     * What was read.
     *
     * @param lines that name somebody
     * @param unreadable numbers of lines that do not, the first after the header being 1
     * @param problem why the file cannot be taken, in a sentence; empty if it can
     */
    record Reading(List<RosterLine> lines, List<Integer> unreadable, String problem) {}

    static Reading read(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String header = plain.lines().findFirst().orElse("");
        CSVFormat format = CSVFormat.Builder.create()
                .setDelimiter(separator(header))
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .setAllowMissingColumnNames(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_EMPTY)
                .build();
        try (CSVParser parser = CSVParser.parse(new StringReader(plain), format)) {
            return new RosterCsv().read(parser);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            return refused("This is no CSV with a header: quotes do not match, or a column is there twice.");
        }
    }

    private static char separator(String header) {
        if (header.indexOf('\t') >= 0) {
            return '\t';
        }
        return header.indexOf(';') >= 0 && header.indexOf(',') < 0 ? ';' : ',';
    }

    private Reading read(CSVParser parser) {
        Map<String, String> columns = columns(parser.getHeaderNames());
        boolean identified = columns.containsKey("value");
        boolean named = columns.keySet().containsAll(Set.of("family", "given", "birthDate"));
        if (!identified && !named) {
            return refused("The header must have the columns system and value, or family, given and birthDate.");
        }
        int line = 0;
        for (CSVRecord row : parser) {
            line++;
            if (line > MOST_LINES) {
                return refused("A roster may have " + MOST_LINES + " lines.");
            }
            add(line, row, columns);
        }
        return new Reading(List.copyOf(lines), List.copyOf(unreadable), "");
    }

    private static Map<String, String> columns(List<String> header) {
        Map<String, String> columns = new HashMap<>();
        for (String name : header) {
            String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            NAMES.forEach((column, names) -> {
                if (names.contains(plain)) {
                    columns.putIfAbsent(column, name);
                }
            });
        }
        return columns;
    }

    private void add(int line, CSVRecord row, Map<String, String> columns) {
        Optional<RosterKey> identifier =
                RosterKey.ofIdentifier(cell(row, columns, "system"), cell(row, columns, "value"));
        Optional<RosterKey> person = date(cell(row, columns, "birthDate"))
                .flatMap(born -> RosterKey.ofPerson(cell(row, columns, "family"), cell(row, columns, "given"), born));
        if (identifier.isEmpty() && person.isEmpty()) {
            unreadable.add(line);
        } else {
            lines.add(new RosterLine(line, identifier, person));
        }
    }

    private static String cell(CSVRecord row, Map<String, String> columns, String column) {
        String name = columns.get(column);
        return name != null && row.isSet(name) ? row.get(name) : "";
    }

    private static Optional<String> date(String text) {
        for (DateTimeFormatter format : List.of(DateTimeFormatter.ISO_LOCAL_DATE, DateTimeFormatter.BASIC_ISO_DATE)) {
            try {
                return Optional.of(LocalDate.parse(text, format).toString());
            } catch (DateTimeException e) {
                // The other form, or none.
            }
        }
        return Optional.empty();
    }

    private static Reading refused(String problem) {
        return new Reading(List.of(), List.of(), problem);
    }
}
