package dev.tributary.identity.features;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What people and programs write when they do not know. */
final class Placeholders {

    private static final Set<String> NO_NAME = Set.of(
            "unknown",
            "unk",
            "unkn",
            "uknown",
            "unbekannt",
            "desconocido",
            "desconocida",
            "desconhecido",
            "inconnu",
            "inconnue",
            "onbekend",
            "sconosciuto",
            "okand",
            "ukjent",
            "ukendt",
            "tuntematon",
            "neizvestno",
            "neizvestnyj",
            "nieznany",
            "test",
            "testing",
            "tester",
            "testpatient",
            "patient",
            "dummy",
            "anonymous",
            "anonym",
            "anonymus",
            "none",
            "null",
            "na",
            "nn",
            "nil",
            "nomen",
            "nescio",
            "noname",
            "nofirstname",
            "nolastname",
            "nfn",
            "nln",
            "fnu",
            "lnu",
            "missing",
            "notknown",
            "notgiven",
            "unspecified",
            "undefined",
            "xxx",
            "xx",
            "xxxx",
            "zzz",
            "zzzz",
            "zztest",
            "asdf",
            "unnamed",
            "withheld",
            "confidential",
            "refused",
            "trauma");

    /** Newborns before they have a name. */
    private static final Set<String> NEWBORN = Set.of(
            "baby",
            "babyboy",
            "babygirl",
            "bb",
            "bg",
            "newborn",
            "neonate",
            "infant",
            "neugeborenes",
            "bebe",
            "girlof",
            "boyof",
            "twin",
            "triplet",
            "pasgeborene",
            "babyof");

    /** The same in one word, numbered as of twins. */
    private static final Pattern NUMBERED_NEWBORN = Pattern.compile("baby(?:boy|girl|male|female)?(?:[a-d]|\\d{1,2})"
            + "|(?:newborn|neonate|infant|boy|girl|male|female|twin|triplet|bb|bg)\\d{1,2}");

    private static final Set<String> NOT_A_CHILDS_NAME = Set.of(
            "boy",
            "girl",
            "male",
            "female",
            "infant",
            "one",
            "two",
            "a",
            "b",
            "c",
            "1",
            "2",
            "of",
            "twin",
            "child",
            "son",
            "daughter");

    private static final Set<String> DOE = Set.of("doe", "mustermann", "musterfrau", "jansen test");
    private static final Set<String> DOES = Set.of("john", "jane", "max", "erika", "johnny", "baby");

    private static final Set<String> NO_NUMBER = Set.of(
            "UNKNOWN",
            "NONE",
            "NA",
            "TEST",
            "UNK",
            "NULL",
            "NIL",
            "PENDING",
            "REFUSED",
            "123456789",
            "987654321",
            "078051120",
            "219099999",
            "1234567890",
            "0123456789",
            "12345678",
            "1234567",
            "123456",
            "12345");

    private static final Set<String> NO_MAILBOX = Set.of(
            "none",
            "no",
            "noemail",
            "nomail",
            "na",
            "unknown",
            "test",
            "donotreply",
            "noreply",
            "x",
            "xx",
            "xxx",
            "patient",
            "declined",
            "refused");

    private static final Pattern ONE_CHARACTER = Pattern.compile("(.)\\1*");
    private static final Pattern NINES = Pattern.compile("9+|999\\d*|000\\d*|666\\d{6}");

    private Placeholders() {}

    /** John Doe, Max Mustermann: nobody, although each part may be somebody's. */
    static boolean isNameless(List<String> given, List<String> family) {
        return family.size() == 1 && DOE.contains(family.get(0)) && !given.isEmpty() && DOES.contains(given.get(0));
    }

    static boolean isNoGivenName(List<String> words) {
        if (words.isEmpty() || isNoName(words) || isNewborn(words)) {
            return true;
        }
        return words.size() > 1 && words.stream().allMatch(NOT_A_CHILDS_NAME::contains)
                || words.size() == 1 && Set.of("boy", "girl", "male", "female").contains(words.get(0));
    }

    /** "Boy Jane" is Jane's child. */
    private static boolean isNewborn(List<String> words) {
        var first = words.get(0);
        return NEWBORN.contains(first)
                || NUMBERED_NEWBORN.matcher(first).matches()
                || words.size() > 1 && (first.equals("boy") || first.equals("girl"));
    }

    static boolean isNoFamilyName(List<String> words) {
        return words.isEmpty() || isNoName(words);
    }

    private static boolean isNoName(List<String> words) {
        return words.stream().allMatch(Placeholders::isNoName) || NO_NAME.contains(String.join("", words));
    }

    private static boolean isNoName(String word) {
        return NO_NAME.contains(word)
                || word.length() > 2 && ONE_CHARACTER.matcher(word).matches();
    }

    /** @param value upper-case letters and digits */
    static boolean isNoNumber(String value) {
        return value.length() < 3
                || NO_NUMBER.contains(value)
                || ONE_CHARACTER.matcher(value).matches();
    }

    /** Social security numbers that are never issued: 000…, 666…, and 999-99-9999. */
    static boolean isNoNationalNumber(String value) {
        return value.length() == 9
                && NINES.matcher(value).matches()
                && value.chars().distinct().count() <= 3;
    }

    static boolean isNoPhone(String digits) {
        return digits.length() < 6
                || digits.chars().distinct().count() <= 2
                || "0123456789012345".contains(digits)
                || "9876543210".contains(digits)
                || digits.endsWith("5550100") && digits.length() == 7;
    }

    static boolean isNoMailbox(String local) {
        return NO_MAILBOX.contains(local);
    }

    static boolean isNoPlace(String folded) {
        return folded.isEmpty()
                || NO_NAME.contains(folded.replace(" ", ""))
                || folded.equals("homeless")
                || folded.equals("no fixed abode")
                || folded.equals("no fixed address")
                || folded.equals("nfa");
    }
}
