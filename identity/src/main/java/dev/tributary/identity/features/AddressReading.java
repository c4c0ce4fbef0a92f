package dev.tributary.identity.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.StringType;

/** An <a href="https://hl7.org/fhir/R4/datatypes.html#Address">Address</a> in comparable form. */
final class AddressReading {

    /** Said in many ways and left out at will, so it tells little: not part of the street's name. */
    private static final Set<String> STREET_TYPES = Set.of(
            "street",
            "st",
            "str",
            "strasse",
            "strase",
            "road",
            "rd",
            "avenue",
            "ave",
            "av",
            "avn",
            "boulevard",
            "blvd",
            "bvd",
            "drive",
            "dr",
            "drv",
            "lane",
            "ln",
            "court",
            "crt",
            "ct",
            "crescent",
            "cres",
            "cr",
            "circuit",
            "cct",
            "cir",
            "circle",
            "place",
            "pl",
            "plc",
            "terrace",
            "tce",
            "ter",
            "highway",
            "hwy",
            "parkway",
            "pkwy",
            "square",
            "sq",
            "close",
            "cl",
            "parade",
            "pde",
            "grove",
            "gr",
            "way",
            "wy",
            "row",
            "walk",
            "esplanade",
            "esp",
            "loop",
            "trail",
            "trl",
            "platz",
            "weg",
            "gasse",
            "allee",
            "straat",
            "laan",
            "plein",
            "rue",
            "calle",
            "avenida",
            "avda",
            "paseo",
            "plaza",
            "camino",
            "via",
            "viale",
            "piazza",
            "corso",
            "rua",
            "travessa",
            "ul",
            "ulica",
            "ulitsa",
            "prospekt",
            "gata",
            "gatan",
            "vagen",
            "katu",
            "lu",
            "jie",
            "cad",
            "sok",
            "sokak");

    private static final Set<String> UNITS = Set.of(
            "apt",
            "apartment",
            "unit",
            "flat",
            "suite",
            "ste",
            "app",
            "wohnung",
            "whg",
            "piso",
            "puerta",
            "no",
            "nr",
            "num",
            "number",
            "room",
            "rm",
            "floor",
            "fl",
            "lot",
            "level",
            "building",
            "bldg",
            "bus",
            "appartement",
            "apto",
            "depto",
            "c",
            "co");

    private static final Map<String, String> DIRECTIONS = Map.ofEntries(
            Map.entry("n", "north"),
            Map.entry("s", "south"),
            Map.entry("e", "east"),
            Map.entry("w", "west"),
            Map.entry("nth", "north"),
            Map.entry("sth", "south"),
            Map.entry("ne", "northeast"),
            Map.entry("nw", "northwest"),
            Map.entry("se", "southeast"),
            Map.entry("sw", "southwest"));

    private static final Map<String, String> CITY_WORDS = Map.of(
            "st", "saint", "ste", "saint", "mt", "mount", "ft", "fort", "pt", "port", "nth", "north", "sth", "south");

    /** The German and Dutch way: the type grows on to the name, and may be cut short. */
    private static final Pattern GROWN_TYPE =
            Pattern.compile("(?<=\\w{3})(strasse|strase|straat|str|weg|gasse|platz|laan|plein|gatan|vagen)$");

    private static final Pattern NUMBER = Pattern.compile("\\d+[a-z]?");
    private static final Pattern ORDINAL = Pattern.compile("\\d+(st|nd|rd|th)");
    private static final Pattern NO_CODE = Pattern.compile("[^a-z0-9]");

    private AddressReading() {}

    static PostalAddress read(Address address) {
        var words = new ArrayList<String>();
        for (var line : address.getLine()) {
            words.addAll(line(line));
        }
        if (words.isEmpty() && !address.hasCity() && !address.hasPostalCode()) {
            words.addAll(Folding.words(address.getText()));
        }
        var postcode = NO_CODE.matcher(Folding.fold(address.getPostalCode())).replaceAll("");
        return new PostalAddress(
                number(words), street(words), city(address.getCity()), postcode(postcode), state(address.getState()));
    }

    private static List<String> line(StringType line) {
        var folded = Folding.fold(line.getValue());
        return Placeholders.isNoPlace(folded) ? List.of() : Folding.words(folded);
    }

    private static String number(List<String> words) {
        for (var i = 0; i < words.size(); i++) {
            if (NUMBER.matcher(words.get(i)).matches()) {
                var unit = i > 0 && UNITS.contains(words.get(i - 1));
                var other = unit ? nextNumber(words, i + 1) : "";
                var number = other.isEmpty() ? words.get(i) : other;
                return withoutZeros(number);
            }
        }
        return "";
    }

    private static String nextNumber(List<String> words, int from) {
        return words.stream()
                .skip(from)
                .filter(word -> NUMBER.matcher(word).matches())
                .findFirst()
                .orElse("");
    }

    private static String withoutZeros(String number) {
        var start = 0;
        while (start < number.length() - 1 && number.charAt(start) == '0') {
            start++;
        }
        return number.substring(start);
    }

    private static String street(List<String> words) {
        var street = new StringBuilder();
        var all = new StringBuilder();
        for (var word : words) {
            if (NUMBER.matcher(word).matches() || UNITS.contains(word)) {
                continue;
            }
            var canonical = DIRECTIONS.getOrDefault(word, word);
            all.append(canonical);
            if (!STREET_TYPES.contains(word)) {
                street.append(street.isEmpty() ? canonical : ' ' + canonical);
            }
        }
        if (street.isEmpty()) {
            return all.toString();
        }
        var name = new StringBuilder();
        for (var word : street.toString().split(" ")) {
            name.append(ORDINAL.matcher(word).matches() ? word.substring(0, word.length() - 2) : grown(word));
        }
        return name.toString();
    }

    private static String grown(String word) {
        return Folding.withoutUmlauts(GROWN_TYPE.matcher(word).replaceFirst(""));
    }

    private static String city(@org.jspecify.annotations.Nullable String city) {
        var folded = Folding.fold(city);
        if (Placeholders.isNoPlace(folded)) {
            return "";
        }
        var words = new StringBuilder();
        for (var word : folded.split(" ")) {
            words.append(Folding.withoutUmlauts(CITY_WORDS.getOrDefault(word, word)));
        }
        return words.toString();
    }

    /** ZIP+4 is cut to five digits; 00000 and 99999 say nothing. */
    private static String postcode(String code) {
        var digitsOnly = code.chars().allMatch(Character::isDigit);
        var shortened = digitsOnly && code.length() == 9 ? code.substring(0, 5) : code;
        var placeholder = shortened.length() > 2
                && shortened.chars().distinct().count() == 1
                && "09".indexOf(shortened.charAt(0)) >= 0;
        return placeholder || shortened.length() < 2 ? "" : shortened;
    }

    private static String state(@org.jspecify.annotations.Nullable String state) {
        var folded = Folding.fold(state);
        return Placeholders.isNoPlace(folded) ? "" : folded.replace(" ", "");
    }
}
