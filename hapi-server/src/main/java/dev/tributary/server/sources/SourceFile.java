package dev.tributary.server.sources;

import dev.tributary.mapping.Customisation;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.csv.CsvFeed;
import dev.tributary.server.sources.Source.Format;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads {@code config/sources/<id>.yaml}: a {@link Source}, or every reason why it is none. */
final class SourceFile {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern MAP_FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.map");
    private static final int USUAL_TRUST = 50;

    private final Path path;
    private final Content content;
    private final Placeholders placeholders;
    private final List<SourceProblem> problems = new ArrayList<>();

    SourceFile(Path path, Placeholders placeholders) {
        this(path, () -> Files.newBufferedReader(path, StandardCharsets.UTF_8), placeholders);
    }

    /** @param path whose name is the source's id; the text comes from elsewhere */
    SourceFile(Path path, Content content, Placeholders placeholders) {
        this.path = path;
        this.content = content;
        this.placeholders = placeholders;
    }

    /** Where the YAML text is. */
    interface Content {
        Reader open() throws IOException;
    }

    /** What {@link #problems()} then says is complete: all mistakes of the file at once, not one a start. */
    Optional<Source> read() {
        var source = values().map(values -> source(new Section("", values, placeholders, this::problem)));
        return problems.isEmpty() ? source : Optional.empty();
    }

    List<SourceProblem> problems() {
        return problems;
    }

    static String idOf(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private Optional<Map<?, ?>> values() {
        try (var reader = content.open()) {
            Object root = yaml().load(reader);
            if (root instanceof Map<?, ?> map) {
                return Optional.of(map);
            }
            problem("", "is empty. Write at least name, format and time-zone.");
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problem("", "is no YAML at line %d: %s. Check indentation and quotes.".formatted(line, e.getProblem()));
        } catch (YAMLException | IOException e) {
            problem("", "cannot be read: " + e.getMessage() + ". It must be a readable text file in UTF-8.");
        }
        return Optional.empty();
    }

    /** Every scalar stays text, so that 007 or 2.16 in an identifier is what was written. */
    private static Yaml yaml() {
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        var dumping = new DumperOptions();
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        });
    }

    private Source source(Section top) {
        var id = idOf(path);
        if (!ID.matcher(id).matches()) {
            problem(
                    "",
                    "its name is the source's id, and \"%s\" is none. Use a-z, 0-9 and -, like clinic-2."
                            .formatted(id));
        }
        var format = format(top);
        var systems = systems(top);
        var conversions = new Conversions(new CodeMaps(top), systems);
        var profile = profile(id, top, systems, customisation(top, format, conversions));
        var source = new Source(
                id,
                top.text("name").orElse(id),
                format,
                top.text("client").orElse(id),
                top.number("trust", USUAL_TRUST, 0, 100),
                profile,
                acknowledgement(top),
                FeedsSection.read(top, format),
                csv(top, format, profile, conversions),
                authorityFor(top),
                queries(top, format),
                structureMap(top));
        top.refuseUnknown();
        return source;
    }

    private Format format(Section top) {
        var text = top.text("format").orElse("");
        for (var format : Format.values()) {
            if (format.name().equalsIgnoreCase(text)) {
                return format;
            }
        }
        top.problem("format", "\"%s\" is not known. Write hl7v2, fhir, ccda or csv.".formatted(text));
        return Format.FHIR;
    }

    /** A URL is looked up in the hub when it is needed; a file must be there, unless this text is tried only. */
    private @Nullable String structureMap(Section top) {
        var named = top.text("structure-map").orElse(null);
        if (named != null && !named.contains(":")) {
            if (!MAP_FILE.matcher(named).matches()) {
                top.problem(
                        "structure-map",
                        "\"%s\" is neither a URL nor a file beside this one. Write a name like hospital.map."
                                .formatted(named));
            } else if (Files.exists(path) && !Files.exists(path.resolveSibling(named))) {
                top.problem("structure-map", "there is no file %s beside this one.".formatted(named));
            }
        }
        return named;
    }

    private static Set<String> authorityFor(Section top) {
        var systems = top.texts("authority-for");
        systems.forEach(system -> checkSystem(top, "authority-for", system));
        return systems;
    }

    private static boolean queries(Section top, Format format) {
        var queries = top.flag("queries", false);
        if (queries && format != Format.HL7V2) {
            top.problem("queries", "is for HL7 v2 only. Over FHIR, give the client the scope reader instead.");
        }
        return queries;
    }

    private static AcknowledgementMode acknowledgement(Section top) {
        var text = top.text("acknowledgement").orElse("by-message");
        for (var mode : AcknowledgementMode.values()) {
            if (mode.name().replace('_', '-').toLowerCase(Locale.ROOT).equals(text)) {
                return mode;
            }
        }
        top.problem("acknowledgement", "\"%s\" is no mode. Write by-message, original or enhanced.".formatted(text));
        return AcknowledgementMode.BY_MESSAGE;
    }

    private static Map<String, String> systems(Section top) {
        var systems = top.table("identifier-systems");
        systems.forEach((authority, system) -> checkSystem(top, "identifier-systems." + authority, system));
        return systems;
    }

    private static Customisation customisation(Section top, Format format, Conversions conversions) {
        var section = top.section("customise");
        if (section.isPresent() && (format == Format.FHIR || format == Format.CSV)) {
            top.problem(
                    "customise",
                    format == Format.CSV
                            ? "is for formats that the hub has maps for. Say under csv what rows make."
                            : "is for formats that the hub maps. FHIR is taken as it comes; leave the key out.");
            return Customisation.NONE;
        }
        return section.map(each -> new CustomiseSection(format, conversions).read(each))
                .orElse(Customisation.NONE);
    }

    private static Map<String, CsvFeed> csv(
            Section top, Format format, SourceProfile profile, Conversions conversions) {
        var section = top.section("csv");
        if (section.isPresent() != (format == Format.CSV)) {
            top.problem(
                    "csv",
                    section.isPresent()
                            ? "declares feeds of text files. Write format: csv, or take the key out."
                            : "is missing. Declare at least one feed of text files below it.");
        }
        return section.map(each -> new CsvSection(profile, conversions).read(each))
                .orElse(Map.of());
    }

    private static SourceProfile profile(
            String id, Section top, Map<String, String> systems, Customisation customisation) {
        var own = top.text("default-identifier-system").orElse(null);
        if (own != null) {
            checkSystem(top, "default-identifier-system", own);
        }
        return new SourceProfile(
                id,
                zone(top, null),
                charset(top, StandardCharsets.UTF_8),
                systems,
                own,
                top.texts("sending-applications"),
                top.texts("sending-facilities"),
                customisation);
    }

    private static void checkSystem(Section top, String key, String system) {
        try {
            if (URI.create(system).isAbsolute()) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // the message below says it
        }
        top.problem(key, "\"%s\" is no absolute URI. Write one like https://hospital.example/mrn.".formatted(system));
    }

    static ZoneId zone(Section top, @Nullable ZoneId usual) {
        var text = top.text("time-zone");
        if (text.isEmpty() && usual != null) {
            return usual;
        }
        if (text.isEmpty()) {
            top.problem("time-zone", "is missing. Say where times without an offset are told, like Europe/Berlin.");
            return ZoneId.of("UTC");
        }
        try {
            return ZoneId.of(text.get());
        } catch (DateTimeException e) {
            top.problem(
                    "time-zone", "\"%s\" is no IANA time zone. Write one like Europe/Berlin.".formatted(text.get()));
            return ZoneId.of("UTC");
        }
    }

    static Charset charset(Section top, Charset usual) {
        var text = top.text("charset").orElse(usual.name());
        try {
            return Charset.forName(text);
        } catch (IllegalArgumentException e) {
            top.problem("charset", "\"%s\" is not known here. Write one like UTF-8 or ISO-8859-1.".formatted(text));
            return StandardCharsets.UTF_8;
        }
    }

    private void problem(String key, String text) {
        problems.add(new SourceProblem(path.normalize().toString(), key, text));
    }
}
