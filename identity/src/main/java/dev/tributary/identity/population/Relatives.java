package dev.tributary.identity.population;

import dev.tributary.identity.evaluation.Column;
import dev.tributary.identity.evaluation.PersonRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Relatives for records that have none: twins, siblings, and parents or children of the same name. Public truth sets hold strangers
 * only, and so flatter who takes every relative for the same person.
 */
public final class Relatives {

    private final Random random;
    private final List<PersonRow> rows;
    private final List<String> givenNames;

    private Relatives(List<PersonRow> rows, long seed) {
        this.random = new Random(seed);
        this.rows = rows;
        this.givenNames = rows.stream()
                .map(row -> row.value(Column.GIVEN))
                .filter(name -> name.length() > 2)
                .toList();
    }

    /**
     * The rows and their relatives, shuffled; relatives are people of their own, called {@code rec-R1-twin}.
     *
     * @param shareOfEach so many of the rows get a twin, as many others a sibling, as many others a namesake
     */
    public static List<PersonRow> added(List<PersonRow> rows, double shareOfEach, long seed) {
        var relatives = new Relatives(rows, seed);
        var all = new ArrayList<>(rows);
        for (var row : rows) {
            relatives.maybe(row, shareOfEach, all);
        }
        java.util.Collections.shuffle(all, relatives.random);
        return all;
    }

    private void maybe(PersonRow row, double share, List<PersonRow> all) {
        var dice = random.nextDouble();
        if (row.value(Column.GIVEN).isEmpty() || row.value(Column.BIRTH_DATE).length() != 8) {
            return;
        }
        var number = all.size();
        if (dice < share) {
            all.add(relative(row, number, "twin"));
        } else if (dice < share * 2) {
            all.add(relative(row, number, "sibling"));
        } else if (dice < share * 3) {
            all.add(relative(row, number, "namesake"));
        }
    }

    private PersonRow relative(PersonRow row, int number, String kind) {
        Map<Column, String> values = new EnumMap<>(row.values());
        var id = "rec-R" + number + "-" + kind;
        values.put(Column.ID, id);
        if (values.containsKey(Column.NATIONAL_ID)) {
            values.put(Column.NATIONAL_ID, Integer.toString(1_000_000 + random.nextInt(8_999_999)));
        }
        if (kind.equals("namesake")) {
            values.put(Column.BIRTH_DATE, birthDate(row, 18 + random.nextInt(20)));
            if (random.nextInt(2) == 0) {
                address(values);
            }
        } else {
            values.put(Column.GIVEN, otherName(row.value(Column.GIVEN)));
            if (kind.equals("sibling")) {
                values.put(Column.BIRTH_DATE, birthDate(row, 1 + random.nextInt(9)));
            }
        }
        return new PersonRow(id, values);
    }

    /** Parents do not give two children one name. */
    private String otherName(String name) {
        var other = name;
        while (other.equals(name)) {
            other = givenNames.get(random.nextInt(givenNames.size()));
        }
        return other;
    }

    private void address(Map<Column, String> values) {
        var other = rows.get(random.nextInt(rows.size()));
        for (var column : List.of(
                Column.STREET_NUMBER, Column.STREET, Column.STREET_2, Column.CITY, Column.POSTCODE, Column.STATE)) {
            values.remove(column);
            if (!other.value(column).isEmpty()) {
                values.put(column, other.value(column));
            }
        }
    }

    private String birthDate(PersonRow row, int years) {
        var year = Integer.parseInt(row.value(Column.BIRTH_DATE).substring(0, 4));
        var shifted = year + years > 2020 ? year - years : year + years;
        return String.format(Locale.ROOT, "%04d%02d%02d", shifted, 1 + random.nextInt(12), 1 + random.nextInt(28));
    }
}
