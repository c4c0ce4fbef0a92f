package dev.tributary.identity.features;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.StringType;

/** A <a href="https://hl7.org/fhir/R4/datatypes.html#HumanName">HumanName</a> as comparable words. */
final class NameReading {

    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "dr",
            "prof",
            "professor",
            "sir",
            "dame",
            "rev",
            "herr",
            "frau",
            "hr",
            "fr",
            "mme",
            "mlle",
            "monsieur",
            "madame",
            "senor",
            "senora",
            "sra",
            "srta",
            "don",
            "dona",
            "dhr",
            "mevr",
            "mevrouw",
            "drs",
            "ing",
            "dipl",
            "phd",
            "md",
            "rn",
            "esq",
            "sheikh",
            "shaikh",
            "hajji",
            "sig",
            "signora");

    private static final Set<String> SUFFIXES =
            Set.of("jr", "sr", "ii", "iii", "iv", "junior", "senior", "jnr", "snr", "filho", "neto", "2nd", "3rd");

    /** Left out of family names if anything else remains. */
    private static final Set<String> PARTICLES = Set.of(
            "van", "von", "vom", "der", "den", "de", "het", "del", "della", "dello", "degli", "dei", "di", "da", "do",
            "dos", "das", "du", "des", "la", "las", "le", "los", "el", "al", "ul", "bin", "ibn", "bint", "bte", "binti",
            "ben", "bat", "ter", "ten", "te", "op", "zu", "zum", "zur", "af", "av", "y", "e", "i", "ould", "nee", "geb",
            "born");

    /** Say of a Vietnamese name whether it is a woman's or a man's: half of all have one, and it is left out at will. */
    private static final Set<String> VIETNAMESE = Set.of("thi", "van");

    /** Written apart or joined: one word with what follows. */
    private static final Set<String> JOINED =
            Set.of("mc", "mac", "o", "d", "fitz", "abd", "abdul", "abdel", "abu", "st", "san");

    private NameReading() {}

    /** One name without placeholders; both its parts are empty if nothing was said. */
    static PersonName read(HumanName name) {
        var given = new ArrayList<String>();
        name.getGiven().stream().map(StringType::getValue).forEach(text -> given.addAll(Folding.words(text)));
        var family = new ArrayList<>(Folding.words(name.getFamily()));
        if (given.isEmpty() && family.isEmpty()) {
            fromText(name.getText(), given, family);
        }
        var suffix = suffix(name, given, family);
        given.removeIf(word -> TITLES.contains(word) && given.size() > 1);
        if (Placeholders.isNameless(given, family)) {
            return new PersonName(List.of(), List.of(), suffix, false);
        }
        var former = name.getUse() == NameUse.OLD
                || name.getUse() == NameUse.MAIDEN
                || name.getPeriod().hasEnd();
        return new PersonName(
                Placeholders.isNoGivenName(given) && !isNa(name) ? List.of() : given(given),
                Placeholders.isNoFamilyName(family) ? List.of() : family(family),
                suffix,
                former);
    }

    /** A given name in China and Korea; "NA" and "n/a" are none. */
    private static boolean isNa(HumanName name) {
        return name.getGiven().size() == 1 && "Na".equals(name.getGiven().get(0).getValue());
    }

    /** "Family, Given" or "Given Family", particles belonging to the family name. */
    private static void fromText(
            @org.jspecify.annotations.Nullable String text, List<String> given, List<String> family) {
        if (text == null) {
            return;
        }
        var comma = text.indexOf(',');
        if (comma > 0) {
            family.addAll(Folding.words(text.substring(0, comma)));
            given.addAll(Folding.words(text.substring(comma + 1)));
            return;
        }
        var words = new ArrayList<>(Folding.words(text));
        words.removeIf(TITLES::contains);
        if (words.isEmpty()) {
            return;
        }
        var end = words.size();
        while (end > 1 && SUFFIXES.contains(words.get(end - 1))) {
            end--;
        }
        var start = end - 1;
        while (start > 1 && PARTICLES.contains(words.get(start - 1))) {
            start--;
        }
        given.addAll(words.subList(0, start));
        family.addAll(words.subList(start, words.size()));
    }

    private static String suffix(HumanName name, List<String> given, List<String> family) {
        var said = name.getSuffix().stream()
                .map(StringType::getValue)
                .flatMap(text -> Folding.words(text).stream())
                .filter(SUFFIXES::contains)
                .findFirst();
        var inFamily = takeSuffix(family);
        var inGiven = takeSuffix(given);
        return canonicalSuffix(said.orElse(inFamily.isEmpty() ? inGiven : inFamily));
    }

    private static String takeSuffix(List<String> words) {
        return words.size() > 1 && SUFFIXES.contains(words.get(words.size() - 1)) ? words.remove(words.size() - 1) : "";
    }

    private static String canonicalSuffix(String suffix) {
        return switch (suffix) {
            case "junior", "jnr", "filho", "ii", "2nd" -> "jr";
            case "senior", "snr" -> "sr";
            case "neto", "3rd" -> "iii";
            default -> suffix;
        };
    }

    private static List<String> given(List<String> words) {
        var more = words.stream().anyMatch(word -> word.length() > 1 && !VIETNAMESE.contains(word));
        return words.stream()
                .filter(word -> !more || !VIETNAMESE.contains(word))
                .map(Folding::withoutUmlauts)
                .filter(word -> word.chars().anyMatch(Character::isLetter))
                .toList();
    }

    static List<String> family(List<String> words) {
        var joined = joined(words);
        var significant = new LinkedHashSet<>(joined);
        significant.removeAll(PARTICLES);
        significant.removeAll(TITLES);
        var chosen = significant.isEmpty() ? joined : List.copyOf(significant);
        return chosen.stream()
                .map(NameReading::canonicalFamily)
                .filter(word -> word.chars().anyMatch(Character::isLetter))
                .toList();
    }

    private static String canonicalFamily(String word) {
        var mac = word.startsWith("mac") && word.length() > 6 ? "mc" + word.substring(3) : word;
        return Folding.withoutUmlauts(mac);
    }

    private static List<String> joined(List<String> words) {
        var joined = new ArrayList<String>();
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var joins = JOINED.contains(word) && i + 1 < words.size();
            joined.add(joins ? word + words.get(++i) : word);
        }
        return joined;
    }
}
