package dev.tributary.identity.population;

import dev.tributary.identity.evaluation.Column;
import dev.tributary.identity.evaluation.PersonRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Invented people of several cultures, some of them relatives, each with one or more records in which things are wrong, missing, old
 * or written in another script. Same settings, same people. Column {@link Column#PERSON} is the truth.
 */
public final class Population {

    /** A third of the people have names of one culture, as in most places; the rest is spread. */
    private static final int MAIN_CULTURE_OF = 3;

    /** How many family names are made up per one of the list: real populations have many rare ones. */
    private static final String[] ENDINGS = {
        "", "", "", "ton", "ley", "son", "field", "er", "mann", "ova", "ski", "ez", "sen", "ard"
    };

    private final Random random;
    private final Settings settings;
    private final List<PersonRow> rows = new ArrayList<>();
    private int people;

    /**
     * What is made.
     *
     * @param people about so many
     * @param relatives of the people, so many get a twin, as many a sibling, as many a spouse, as many a namesake; 0 to 0.2
     * @param identifiers whether there are national and record numbers
     * @param seed other seeds, other people
     */
    public record Settings(int people, double relatives, boolean identifiers, long seed) {}

    private Population(Settings settings) {
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    /** Their records, shuffled. */
    public static List<PersonRow> of(Settings settings) {
        var population = new Population(settings);
        while (population.people < settings.people()) {
            population.household();
        }
        Collections.shuffle(population.rows, population.random);
        return List.copyOf(population.rows);
    }

    private void household() {
        var cultures = Culture.all();
        var culture = random.nextInt(MAIN_CULTURE_OF) == 0
                ? cultures.stream()
                        .filter(each -> each.code().equals("en"))
                        .findFirst()
                        .orElse(cultures.get(0))
                : pick(cultures);
        var person = person(culture);
        records(culture, person);
        var dice = random.nextDouble();
        var share = settings.relatives();
        if (dice < share) {
            records(culture, sibling(culture, person, 0));
        } else if (dice < share * 2) {
            records(culture, sibling(culture, person, 1 + random.nextInt(10)));
        } else if (dice < share * 3) {
            records(culture, spouse(culture, person));
        } else if (dice < share * 4) {
            records(culture, namesake(culture, person));
        }
    }

    private void records(Culture culture, Map<Column, String> person) {
        people++;
        var copies = random.nextInt(10) < 5 ? 1 : random.nextInt(10) < 8 ? 2 : 3;
        var corruption = new Corruption(culture, random);
        for (var i = 0; i < copies; i++) {
            var values = i == 0 && random.nextBoolean() ? new EnumMap<>(person) : corruption.corrupted(person);
            values.put(Column.PERSON, "P" + people);
            var id = "R" + people + "-" + i;
            values.put(Column.ID, id);
            rows.add(new PersonRow(id, values));
        }
    }

    private Map<Column, String> person(Culture culture) {
        var values = new EnumMap<Column, String>(Column.class);
        var female = random.nextBoolean();
        values.put(Column.SEX, female ? "female" : "male");
        values.put(Column.GIVEN, pickCommonFirst(female ? culture.female() : culture.male()));
        if (random.nextInt(4) == 0) {
            values.put(Column.MIDDLE, pick(female ? culture.female() : culture.male()));
        }
        values.put(Column.FAMILY, family(culture));
        values.put(Column.MOTHERS_MAIDEN_NAME, family(culture));
        values.put(Column.BIRTH_DATE, date(1930 + random.nextInt(90)));
        address(culture, values);
        contacts(values);
        identifiers(values);
        return values;
    }

    private String family(Culture culture) {
        var name = pickCommonFirst(culture.family());
        var rare = !name.contains(" ") && random.nextInt(3) == 0 ? name + pick(List.of(ENDINGS)) : name;
        return culture.code().equals("es") ? rare + " " + pickCommonFirst(culture.family()) : rare;
    }

    private void address(Culture culture, Map<Column, String> values) {
        values.put(Column.STREET, 1 + random.nextInt(240) + " " + pick(culture.streets()));
        var place = pick(culture.places()).split("\\|", -1);
        values.put(Column.CITY, place[0]);
        // Towns have several codes; only the last character tells them apart.
        var digit = Integer.toString(random.nextInt(10));
        var code = place[1];
        values.put(
                Column.POSTCODE,
                Character.isDigit(code.charAt(code.length() - 1))
                        ? code.substring(0, code.length() - 1) + digit
                        : code);
    }

    private void contacts(Map<Column, String> values) {
        values.put(Column.PHONE, digits(10));
        if (random.nextInt(3) > 0) {
            var name = values.getOrDefault(Column.GIVEN, "x")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z]", "");
            values.put(Column.EMAIL, name + digits(3) + "@mail.example");
        }
    }

    private void identifiers(Map<Column, String> values) {
        if (settings.identifiers()) {
            values.put(Column.NATIONAL_ID, digits(9));
            values.put(Column.RECORD_NUMBER, digits(7));
            values.put(Column.SOURCE, "S" + random.nextInt(3));
        }
    }

    private String digits(int count) {
        var digits = new StringBuilder().append(1 + random.nextInt(8));
        while (digits.length() < count) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }

    private String date(int year) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    /** Born on the same day if {@code years} is 0: a twin. */
    private Map<Column, String> sibling(Culture culture, Map<Column, String> person, int years) {
        var values = new EnumMap<Column, String>(person);
        var female = random.nextBoolean();
        values.put(Column.SEX, female ? "female" : "male");
        var taken = person.getOrDefault(Column.GIVEN, "");
        var free = (female ? culture.female() : culture.male())
                .stream().filter(name -> !name.equals(taken)).toList();
        values.put(Column.GIVEN, pick(free));
        values.remove(Column.MIDDLE);
        if (years > 0) {
            values.put(Column.BIRTH_DATE, date(year(person) + (random.nextBoolean() ? years : -years)));
        }
        ownContacts(values);
        return values;
    }

    private Map<Column, String> spouse(Culture culture, Map<Column, String> person) {
        var values = new EnumMap<Column, String>(person(culture));
        for (var column : List.of(Column.FAMILY, Column.STREET, Column.CITY, Column.POSTCODE)) {
            values.put(column, person.getOrDefault(column, ""));
        }
        values.put(Column.BIRTH_DATE, date(year(person) + random.nextInt(7) - 3));
        return values;
    }

    private Map<Column, String> namesake(Culture culture, Map<Column, String> person) {
        var values = new EnumMap<Column, String>(person);
        values.put(Column.BIRTH_DATE, date(year(person) + 20 + random.nextInt(16)));
        values.put(Column.MOTHERS_MAIDEN_NAME, family(culture));
        if (random.nextInt(2) == 0) {
            address(culture, values);
        }
        ownContacts(values);
        return values;
    }

    /** Half of a family share a phone. */
    private void ownContacts(Map<Column, String> values) {
        var phone = values.get(Column.PHONE);
        values.remove(Column.EMAIL);
        contacts(values);
        if (phone != null && random.nextBoolean()) {
            values.put(Column.PHONE, phone);
        }
        identifiers(values);
    }

    private static int year(Map<Column, String> person) {
        return Integer.parseInt(person.getOrDefault(Column.BIRTH_DATE, "1970").substring(0, 4));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** The first of a list are the commonest. */
    private <T> T pickCommonFirst(List<T> values) {
        return values.get((int) (values.size() * Math.pow(random.nextDouble(), 1.4)));
    }
}
