package dev.tributary.mapping.csv;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.Conversion;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.ElementRule.Limits;
import dev.tributary.mapping.template.Origin;
import dev.tributary.mapping.template.ResourceTemplate;
import dev.tributary.mapping.template.ResourceTemplate.KeyPart;
import dev.tributary.mapping.template.TextSteps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A feed of patients, and shorthand for what tests ask of it. */
final class Feeds {

    static final SourceProfile PROFILE = new SourceProfile(
            "registry", ZoneId.of("Europe/Berlin"), StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of());

    private Feeds() {}

    static CsvLayout layout(Charset charset, char separator) {
        return new CsvLayout(charset, separator, '"', true, 0, null, Set.of());
    }

    static CsvFeed patients(CsvLayout layout, String... groupBy) {
        var template = new ResourceTemplate(
                "patient",
                "Patient",
                List.of(new KeyPart("pid", false)),
                List.of(),
                List.of(rule("Patient.identifier", "pid"), rule("Patient.name[0].family", "name")));
        return new CsvFeed(
                "people",
                null,
                layout,
                ZoneId.of("Europe/Berlin"),
                CsvFeed.withRead(List.of(), new LinkedHashSet<>(List.of("pid", "name"))),
                CsvFeed.ExtraColumns.REPORT,
                List.of(groupBy),
                List.of(),
                List.of(template),
                null);
    }

    static ElementRule rule(String path, String column) {
        return new ElementRule(
                ElementPath.parse(path),
                new Origin.Named(List.of(column), " "),
                Limits.NONE,
                TextSteps.NONE,
                Conversion.NONE);
    }

    static List<CsvEntry> entries(byte[] file, CsvFeed feed) throws IOException {
        var entries = new ArrayList<CsvEntry>();
        try (var rows = CsvFile.open(new ByteArrayInputStream(file), "people.csv", feed)) {
            for (var entry = rows.next(); entry != null; entry = rows.next()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    static List<CsvEntry> entries(String file) throws IOException {
        return entries(file.getBytes(StandardCharsets.UTF_8), patients(layout(StandardCharsets.UTF_8, ',')));
    }
}
