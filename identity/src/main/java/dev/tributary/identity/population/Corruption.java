package dev.tributary.identity.population;

import dev.tributary.identity.evaluation.Column;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** What happens to a person's data on the way into a record. */
final class Corruption {

    private static final List<List<String>> NICKNAMES = List.of(
            List.of("William", "Bill"),
            List.of("Robert", "Bob"),
            List.of("Richard", "Rick"),
            List.of("James", "Jim"),
            List.of("Elizabeth", "Liz"),
            List.of("Margaret", "Peggy"),
            List.of("Katherine", "Kate"),
            List.of("Michael", "Mike"),
            List.of("Thomas", "Tom"),
            List.of("Christopher", "Chris"),
            List.of("Joseph", "Joe"),
            List.of("Daniel", "Dan"),
            List.of("Francisco", "Paco"),
            List.of("José", "Pepe"),
            List.of("Dolores", "Lola"),
            List.of("Josefa", "Pepa"),
            List.of("Johannes", "Jan"),
            List.of("Cornelis", "Kees"),
            List.of("Wilhelmina", "Mina"),
            List.of("Ulrich", "Uli"),
            List.of("Aleksandr", "Sasha"),
            List.of("Dmitri", "Dima"),
            List.of("Ekaterina", "Katya"),
            List.of("Patricia", "Trish"));

    private static final List<String> NO_NAME = List.of("Unknown", "Baby Boy", "Baby Girl", "Test", "UNK", "NN");
    private static final List<String> NO_DATE = List.of("1900-01-01", "9999-12-31", "1901-01-01");
    private static final List<String> NO_NUMBER = List.of("999-99-9999", "000000000", "123456789", "UNKNOWN");

    private final Culture culture;
    private final Random random;

    Corruption(Culture culture, Random random) {
        this.culture = culture;
        this.random = random;
    }

    Map<Column, String> corrupted(Map<Column, String> person) {
        var values = new EnumMap<Column, String>(person);
        names(values);
        birthDate(values);
        place(values);
        contacts(values);
        identifiers(values);
        maybe(0.02, () -> values.remove(Column.SEX));
        maybe(0.4, () -> values.remove(Column.MOTHERS_MAIDEN_NAME));
        maybe(0.3, () -> values.remove(Column.MIDDLE));
        return values;
    }

    private void names(Map<Column, String> values) {
        maybe(0.08, () -> change(values, Column.GIVEN, this::nickname));
        maybe(0.5, () -> change(values, Column.GIVEN, this::spelling));
        maybe(0.5, () -> change(values, Column.FAMILY, this::spelling));
        maybe(0.06, () -> change(values, Column.GIVEN, this::typo));
        maybe(0.06, () -> change(values, Column.FAMILY, this::typo));
        maybe(0.3, () -> change(values, Column.FAMILY, Corruption::withoutSigns));
        maybe(0.3, () -> change(values, Column.GIVEN, Corruption::withoutSigns));
        maybe(0.15, () -> change(values, Column.FAMILY, this::shortened));
        if ("female".equals(values.get(Column.SEX))) {
            maybe(0.05, () -> married(values));
        }
        maybe(0.015, () -> swap(values));
        maybe(0.01, () -> values.put(Column.GIVEN, pick(NO_NAME)));
        maybe(0.005, () -> values.remove(Column.FAMILY));
        maybe(0.02, () -> change(values, Column.GIVEN, name -> name.substring(0, 1)));
    }

    /** The old name is told in half of the cases. */
    private void married(Map<Column, String> values) {
        var former = values.get(Column.FAMILY);
        values.put(Column.FAMILY, pick(culture.family()));
        if (former != null && random.nextBoolean()) {
            values.put(Column.FORMER_FAMILY, former);
        }
    }

    private static void swap(Map<Column, String> values) {
        var given = values.get(Column.GIVEN);
        var family = values.get(Column.FAMILY);
        if (given != null && family != null) {
            values.put(Column.GIVEN, family);
            values.put(Column.FAMILY, given);
        }
    }

    private void birthDate(Map<Column, String> values) {
        maybe(0.02, () -> change(values, Column.BIRTH_DATE, this::digitTypo));
        maybe(0.01, () -> change(values, Column.BIRTH_DATE, Corruption::dayForMonth));
        maybe(0.01, () -> values.put(Column.BIRTH_DATE, pick(NO_DATE)));
    }

    private void place(Map<Column, String> values) {
        maybe(0.1, () -> {
            values.put(Column.STREET, 1 + random.nextInt(240) + " " + pick(culture.streets()));
            var place = pick(culture.places()).split("\\|", -1);
            values.put(Column.CITY, place[0]);
            values.put(Column.POSTCODE, place[1]);
        });
        maybe(0.1, () -> change(values, Column.STREET, this::typo));
        maybe(0.3, () -> change(values, Column.STREET, Corruption::abbreviated));
        maybe(0.03, () -> change(values, Column.POSTCODE, this::digitTypo));
        maybe(0.05, () -> values.remove(Column.STREET));
    }

    private void contacts(Map<Column, String> values) {
        maybe(0.2, () -> values.remove(Column.PHONE));
        maybe(0.1, () -> values.put(Column.PHONE, Integer.toString(200_000_000 + random.nextInt(700_000_000))));
        maybe(
                0.4,
                () -> change(
                        values, Column.PHONE, phone -> "+1 (" + phone.substring(0, 3) + ") " + phone.substring(3)));
        maybe(0.3, () -> values.remove(Column.EMAIL));
    }

    private void identifiers(Map<Column, String> values) {
        maybe(0.15, () -> values.remove(Column.NATIONAL_ID));
        maybe(0.02, () -> change(values, Column.NATIONAL_ID, this::digitTypo));
        maybe(0.01, () -> change(values, Column.NATIONAL_ID, number -> pick(NO_NUMBER)));
        if (values.containsKey(Column.RECORD_NUMBER)) {
            maybe(0.6, () -> {
                values.put(Column.SOURCE, "S" + random.nextInt(3));
                values.put(Column.RECORD_NUMBER, Integer.toString(1_000_000 + random.nextInt(9_000_000)));
            });
        }
    }

    private void maybe(double share, Runnable change) {
        if (random.nextDouble() < share) {
            change.run();
        }
    }

    private static void change(Map<Column, String> values, Column column, UnaryOperator<String> change) {
        values.computeIfPresent(column, (each, value) -> change.apply(value));
    }

    private String nickname(String name) {
        return NICKNAMES.stream()
                .filter(pair -> pair.contains(name))
                .findFirst()
                .map(pair -> pair.get(1 - pair.indexOf(name)))
                .orElse(name);
    }

    private String spelling(String name) {
        var others = culture.spellings().get(name);
        return others == null ? name : pick(others);
    }

    private static String withoutSigns(String name) {
        return name.replace("ü", "ue")
                .replace("ö", "oe")
                .replace("ä", "ae")
                .replace("ß", "ss")
                .replace("é", "e")
                .replace("í", "i")
                .replace("á", "a")
                .replace("ó", "o")
                .replace("ñ", "n")
                .replace("-", " ")
                .replace("'", "")
                .toUpperCase(java.util.Locale.ROOT);
    }

    /** One of two surnames, or no "van der". */
    private String shortened(String name) {
        var blank = culture.code().equals("es") ? name.indexOf(' ') : name.lastIndexOf(' ');
        if (blank < 0) {
            return name;
        }
        return culture.code().equals("es") && !name.startsWith("de")
                ? name.substring(0, blank)
                : name.substring(blank + 1);
    }

    private static String abbreviated(String street) {
        return street.replace("Street", "St")
                .replace("Avenue", "Ave.")
                .replace("Road", "Rd")
                .replace("straße", "str.")
                .replace("Calle", "C/")
                .replace("Drive", "Dr")
                .replace("straat", "str.")
                .replace("Lane", "Ln");
    }

    private static String dayForMonth(String date) {
        return date.length() == 10 && date.compareTo(date.substring(0, 8) + "13") < 0
                ? date.substring(0, 5) + date.substring(8) + "-" + date.substring(5, 7)
                : date;
    }

    private String digitTypo(String number) {
        if (number.isEmpty()) {
            return number;
        }
        var at = random.nextInt(number.length());
        return Character.isDigit(number.charAt(at))
                ? number.substring(0, at) + random.nextInt(10) + number.substring(at + 1)
                : number;
    }

    /** A letter changed, left out, doubled, or two swapped. */
    private String typo(String text) {
        if (text.length() < 3) {
            return text;
        }
        var at = 1 + random.nextInt(text.length() - 2);
        var head = text.substring(0, at);
        var tail = text.substring(at + 1);
        return switch (random.nextInt(4)) {
            case 0 -> head + (char) ('a' + random.nextInt(26)) + tail;
            case 1 -> head + tail;
            case 2 -> head + text.charAt(at) + text.charAt(at) + tail;
            default -> head + tail.charAt(0) + text.charAt(at) + tail.substring(1);
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
