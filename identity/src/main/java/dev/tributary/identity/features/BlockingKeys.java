package dev.tributary.identity.features;

import dev.tributary.identity.features.BlockingKey.Kind;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.commons.codec.digest.MurmurHash3;

/** The keys under which a person is found again although any one thing was written wrongly. At most {@link #MOST}. */
public final class BlockingKeys {

    /** The most keys that one person has. */
    public static final int MOST = 16;

    /** A block with more records than this is over-full: it is searched by its refinement, {@link BlockingKey#refinement}. */
    public static final int OVER_FULL = 100;

    /** So many records are looked at for one arrival, those that share most keys. */
    public static final int CANDIDATES = 200;

    private static final int NAMES = 2;
    private static final int IDENTIFIERS = 4;
    private static final int ADDRESSES = 2;
    private static final int LETTERS = 3;
    private static final int PHONES = 2;

    /** Digits of a postcode that tell the region, nearly everywhere. */
    private static final int REGION = 2;

    private final PersonFeatures features;
    private final Set<BlockingKey> keys = new LinkedHashSet<>();

    private BlockingKeys(PersonFeatures features) {
        this.features = features;
    }

    /** Same features, same keys, in order of how much they tell; empty if nothing useful is known. */
    public static Set<BlockingKey> of(PersonFeatures features) {
        return new BlockingKeys(features).make();
    }

    private Set<BlockingKey> make() {
        var given = firstGiven();
        var family = firstFamily();
        identifiers(given);
        features.phones().stream().limit(PHONES).forEach(phone -> add(Kind.PHONE, phone, given));
        features.emails().stream().limit(1).forEach(email -> add(Kind.EMAIL, email, given));
        birth(given, family);
        names();
        places(given, family);
        withoutStreet(given, family);
        return keys.size() <= MOST ? keys : cut();
    }

    private Set<BlockingKey> cut() {
        var most = new LinkedHashSet<BlockingKey>();
        keys.stream().limit(MOST).forEach(most::add);
        return most;
    }

    private String firstGiven() {
        return features.names().stream()
                .filter(PersonName::hasGiven)
                .findFirst()
                .map(name -> code(name.given().get(0)))
                .orElse("");
    }

    private String firstFamily() {
        return features.names().stream()
                .filter(PersonName::hasFamily)
                .findFirst()
                .map(BlockingKeys::familyCode)
                .orElse("");
    }

    private static String familyCode(PersonName name) {
        return code(name.family().get(0));
    }

    private static String code(String word) {
        return Sounds.code(word);
    }

    private void identifiers(String given) {
        features.identifiers().stream()
                .filter(identifier -> identifier.strength() != IdentifierStrength.SHARED)
                .sorted(java.util.Comparator.comparing(PersonIdentifier::strength))
                .limit(IDENTIFIERS)
                .forEach(identifier -> add(Kind.IDENTIFIER, identifier.system() + '|' + identifier.value(), given));
    }

    private void birth(String given, String family) {
        var date = features.birthDate();
        if (date.isFull()) {
            var low = Math.min(date.month(), date.day());
            var high = Math.max(date.month(), date.day());
            add(Kind.BIRTH_DATE, date.year() + "-" + low + "-" + high, family);
        }
    }

    /** Given and family name in either order; former names, too. */
    private void names() {
        features.names().stream()
                .filter(name -> name.hasGiven() && name.hasFamily())
                .limit(NAMES)
                .forEach(name -> {
                    var given = code(name.given().get(0));
                    var family = familyCode(name);
                    var text = given.compareTo(family) <= 0 ? given + ' ' + family : family + ' ' + given;
                    add(Kind.NAMES, text, Integer.toString(features.birthDate().year()));
                });
        var given = start(words(true));
        var family = start(words(false));
        if (!given.isEmpty() && !family.isEmpty()) {
            var text = given.compareTo(family) <= 0 ? given + ' ' + family : family + ' ' + given;
            add(Kind.NAME_STARTS, text, Integer.toString(features.birthDate().year()));
        }
    }

    private void places(String given, String family) {
        var first = true;
        for (var address : features.addresses().stream().limit(ADDRESSES).toList()) {
            if (address.hasStreet() && !address.number().isEmpty()) {
                add(Kind.DWELLING, address.number() + ' ' + start(address.street(), 4), given);
            }
            var code = address.postcode().isEmpty() ? address.city() : sorted(address.postcode());
            var town = address.city().isEmpty() ? address.postcode() : address.city();
            addNamed(Kind.FAMILY_AND_PLACE, family, code, given);
            if (first) {
                addNamed(Kind.FAMILY_AND_PLACE, given, code, family);
                addNamed(Kind.NAME_AND_TOWN, start(words(true)), town, start(words(false)));
                addNamed(Kind.NAME_AND_TOWN, start(words(false)), town, start(words(true)));
            }
            first = false;
        }
    }

    /** Where no dwelling helps: all else that is known may be mistyped together. */
    private void withoutStreet(String given, String family) {
        if (features.addresses().stream().anyMatch(PostalAddress::hasStreet)) {
            return;
        }
        if (features.birthDate().isKnown()) {
            var year = Integer.toString(features.birthDate().year());
            addNamed(Kind.NAME_AND_YEAR, family, year, given);
            addNamed(Kind.NAME_AND_YEAR, given, year, family);
        }
        features.addresses().stream().limit(1).forEach(address -> {
            var region = start(address.postcode(), REGION);
            addNamed(Kind.NAME_AND_REGION, family, region, given);
            addNamed(Kind.NAME_AND_REGION, given, region, family);
        });
    }

    /** Of postcodes, neighbouring digits are swapped more often than anything else. */
    private static String sorted(String postcode) {
        return postcode.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String words(boolean given) {
        return features.names().stream()
                .map(name -> given ? name.given() : name.family())
                .filter(words -> !words.isEmpty())
                .findFirst()
                .map(words -> words.get(0))
                .orElse("");
    }

    /** The first letters: right although the rest is mistyped. */
    private static String start(String word) {
        return start(word, LETTERS);
    }

    private static String start(String word, int letters) {
        return word.substring(0, Math.min(letters, word.length()));
    }

    private void addNamed(Kind kind, String name, String rest, String refinement) {
        if (!name.isEmpty() && !rest.isEmpty()) {
            add(kind, name + ' ' + rest, refinement);
        }
    }

    private void add(Kind kind, String text, String refinement) {
        keys.add(new BlockingKey(kind, hash(kind.number() + text), hash(refinement)));
    }

    private static long hash(String text) {
        return MurmurHash3.hash128x64(text.getBytes(StandardCharsets.UTF_8))[0];
    }
}
