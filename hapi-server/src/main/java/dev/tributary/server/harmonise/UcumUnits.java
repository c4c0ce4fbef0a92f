package dev.tributary.server.harmonise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Units as <a href="https://ucum.org/ucum">UCUM</a> codes, where the text leaves no doubt: {@code mg/dl}, {@code MG/DL} and
 * {@code mg/dL} are mg/dL, while {@code MG} alone may be anything (in UCUM: megagauss) and stays text.
 */
final class UcumUnits {

    static final String SYSTEM = "http://unitsofmeasure.org";

    private static final int REMEMBERED = 10_000;
    private static final Pattern SEPARATOR = Pattern.compile("(?<=[/.])|(?=[/.])");
    private static final Pattern ANNOTATED = Pattern.compile("\\{[^{}]*}");

    private final UcumService ucum;
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, String> spellings = new HashMap<>();
    private final Set<String> atoms = new HashSet<>();
    private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

    private UcumUnits(UcumService ucum) {
        this.ucum = ucum;
        for (var line : Table.lines("ucum-aliases.csv")) {
            var comma = line.lastIndexOf(',');
            aliases.put(line.substring(0, comma).toLowerCase(Locale.ROOT), line.substring(comma + 1));
        }
        for (var line : Table.lines("ucum-atoms.csv")) {
            var columns = line.split(",", -1);
            atoms.add(columns[0]);
            for (var i = 1; i < columns.length; i++) {
                spellings.put(columns[i], columns[0]);
            }
        }
    }

    static UcumUnits load() {
        try (var essence = Objects.requireNonNull(UcumService.class.getResourceAsStream("/ucum-essence.xml"))) {
            return new UcumUnits(new UcumEssenceService(essence));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UcumException e) {
            throw new IllegalStateException("The UCUM library cannot read its own table", e);
        }
    }

    /** Codes the unit if it has no code system, or UCUM's with another spelling; the unit as sent stays its text. True if it changed. */
    boolean canonicalise(Quantity quantity) {
        var isUcum = SYSTEM.equals(quantity.getSystem());
        if (quantity.hasSystem() && !isUcum) {
            return false;
        }
        var said = quantity.hasCode() ? quantity.getCode() : quantity.getUnit();
        if (said == null || said.isBlank()) {
            return false;
        }
        var code = codeOf(said.strip());
        if (code == null || isUcum && code.equals(quantity.getCode())) {
            return false;
        }
        if (!quantity.hasUnit()) {
            quantity.setUnit(said);
        }
        quantity.setSystem(SYSTEM).setCode(code);
        return true;
    }

    /** The UCUM code that a text surely means; null if there is none or doubt. */
    @Nullable
    String codeOf(String unit) {
        var remembered = known.get(unit);
        if (remembered == null) {
            remembered = Optional.ofNullable(find(unit));
            if (known.size() < REMEMBERED) {
                known.put(unit, remembered);
            }
        }
        return remembered.orElse(null);
    }

    private @Nullable String find(String unit) {
        var text = unit.replace('\u00b5', 'u').replace('\u03bc', 'u').replace(" / ", "/");
        var alias = aliases.get(text.toLowerCase(Locale.ROOT));
        if (alias != null) {
            return alias;
        }
        var code = new StringBuilder();
        for (var part : SEPARATOR.split(text)) {
            var atom = part.equals("/") || part.equals(".") ? part : atom(part);
            if (atom == null) {
                return null;
            }
            code.append(atom);
        }
        return ucum.validate(code.toString()) == null ? code.toString() : null;
    }

    private @Nullable String atom(String part) {
        if (atoms.contains(part) || ANNOTATED.matcher(part).matches()) {
            return part;
        }
        return spellings.get(part);
    }
}
