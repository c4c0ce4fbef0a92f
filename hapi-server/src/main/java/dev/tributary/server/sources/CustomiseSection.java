package dev.tributary.server.sources;

import dev.tributary.mapping.Customisation;
import dev.tributary.mapping.custom.CodeRule;
import dev.tributary.mapping.custom.DeclaredCustomisation;
import dev.tributary.mapping.custom.SegmentRule;
import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.RowFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code customise:}: what a source's file changes in the result of a map. */
final class CustomiseSection {

    private static final Set<String> REFERENCES =
            Set.of("patient", "encounter", "practitioner", "organization", "diagnosticReport", "serviceRequest");

    private final Naming naming;
    private final Conversions conversions;

    CustomiseSection(Source.Format format, Conversions conversions) {
        this.naming = format == Source.Format.HL7V2
                ? Naming.fields()
                : Naming.none(format.name().toLowerCase(Locale.ROOT));
        this.conversions = conversions;
    }

    Customisation read(Section section) {
        var elements = rules(section, "elements", false);
        var defaults = rules(section, "defaults", true);
        var customisation = new DeclaredCustomisation(
                filters(section, "filters", naming), elements, segments(section), codes(section), defaults);
        section.refuseUnknown();
        return customisation;
    }

    /** Filters by name; each keeps out what its conditions hold of. */
    static List<RowFilter> filters(Section section, String key, Naming naming) {
        var filters = new ArrayList<RowFilter>();
        section.section(key).ifPresent(named -> {
            for (var name : named.names()) {
                var when = new Conditions(naming).read(named, name);
                if (when.isEmpty()) {
                    named.problem(
                            name, "has no condition. Write one like {%s: …, equals: …}.".formatted(naming.word()));
                } else {
                    filters.add(new RowFilter(name, when));
                }
            }
        });
        return filters;
    }

    private List<ElementRule> rules(Section section, String key, boolean isTextConstant) {
        var rules = new ElementRules(naming, conversions, isTextConstant);
        return section.section(key).map(elements -> rules.read(elements, null)).orElse(List.of());
    }

    private List<SegmentRule> segments(Section section) {
        var segments = new ArrayList<SegmentRule>();
        section.section("segments").ifPresent(named -> {
            for (var name : named.names()) {
                if (!naming.isKnown().test(name + "-1")) {
                    named.problem(name, "is no segment of HL7 v2. Write one like ZAL.");
                }
                named.section(name)
                        .map(each -> new ResourceTemplates(naming, conversions).read(each, REFERENCES))
                        .ifPresent(templates -> segments.add(new SegmentRule(name, templates)));
            }
        });
        return segments;
    }

    private List<CodeRule> codes(Section section) {
        var codes = new ArrayList<CodeRule>();
        section.section("codes").ifPresent(named -> {
            for (var path : named.names()) {
                code(named, path).ifPresent(codes::add);
            }
        });
        return codes;
    }

    /** The name of a table, {@code {map: …, from: system}}, or the table itself. */
    private Optional<CodeRule> code(Section named, String path) {
        var full = named.isSection(path)
                ? named.section(path).filter(each -> each.isThere("map"))
                : Optional.<Section>empty();
        var map = full.map(each -> conversions.maps().of(each, "map")).orElse(null);
        if (full.isEmpty()) {
            map = conversions.maps().of(named, path);
        }
        var from = full.map(each -> conversions.system(each, "from")).orElse(null);
        full.ifPresent(Section::refuseUnknown);
        try {
            var element = ElementPath.parse(path);
            return map == null ? Optional.empty() : Optional.of(new CodeRule(element, map, from));
        } catch (IllegalArgumentException e) {
            named.problem(path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
