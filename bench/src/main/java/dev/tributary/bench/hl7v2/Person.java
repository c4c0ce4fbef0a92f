package dev.tributary.bench.hl7v2;

import java.time.LocalDate;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An invented person, a pure function of run and index. Names are as unequal as real ones: few common, many rare; people share towns and
 * streets, now and then a name or a birth date, and nobody is another one.
 *
 * @param nextStreet where the person lives after moving
 * @param town with state and postal code, as in XAD
 */
public record Person(
        String family,
        String given,
        String sex,
        LocalDate born,
        String street,
        String nextStreet,
        String town,
        String phone) {

    private static final List<String> FEMALE = words("""
            Ada Alma Amina Beatriz Britta Carla Chiara Clara Daria Elin Emilia Esra Fatima Frida Greta Hanna Helga Ida Ines Iris
            Jana Johanna Kaya Klara Leila Lena Linh Luisa Maja Maren Marta Mina Mira Nadia Nora Olga Paula Petra Rosa Ruth
            Sara Selma Sofia Svenja Tara Thea Ursula Vera Wanda Yara Zoe""");
    private static final List<String> MALE = words("""
            Adam Ahmed Albert Anton Arne Bruno Carlos Daniel David Dmitri Emil Erik Farid Felix Finn Georg Goran Hans Henrik Hugo
            Ivan Jakob Jan Jonas Josef Karl Leon Liam Luca Magnus Marco Mateo Mikael Nils Noah Olaf Oscar Pavel Peter Quirin
            Rafael Samir Simon Sven Theo Tomas Viktor Walter Yusuf Zoran""");
    private static final List<String> STARTS = words("""
            Ab Ac Al Bar Ben Berg Bo Bran Cal Car Cas Dal Dor Eck Ek El Far Fen Fin Gar Gold Grun Ham Har Hol Iber Jan Jor Kal
            Ker Kra Lan Lind Lor Mar Mer Mor Nor Nov Oka Ols Pal Per Quin Ram Ros Sand Schu Sol Tan Tor Uhl Var Wal Wex Wil Zim""");
    private static final List<String> ENDS = words("""
            a ado aka ala am ano ard as ato au ault bach beck berg bert by dahl ders don dorf ell en ens er ero ert es ett ey feld
            field ford gen ger gaard ham hoff holm ic ida ini ino isch kamp ke ker land ler ley lin man mann mark mer mont nek ner
            nov off on ova owski qvist rand ros sen skov smith son stein sted strom stad tal ten ter ton ulla vall vik ville wald
            well win witz wood worth zak""");
    private static final List<String> STREETS = words("""
            Main Oak Elm Park Lake Hill Church School Mill River Station Bridge Harbour Garden Forest Market Castle Spring Meadow
            Sunset Cedar Maple Pine Walnut Chestnut Orchard Valley Ridge Summit Prospect""");
    private static final List<String> TOWNS = List.of(
            "Springfield^MA^01101",
            "Holyoke^MA^01040",
            "Chicopee^MA^01013",
            "Westfield^MA^01085",
            "Agawam^MA^01001",
            "Ludlow^MA^01056",
            "Northampton^MA^01060",
            "Amherst^MA^01002",
            "Palmer^MA^01069",
            "Wilbraham^MA^01095");

    public static Person of(String run, int index) {
        var random = new SplittableRandom(run.hashCode() * 1_000_003L + index);
        var isFemale = random.nextBoolean();
        var start = commonFirst(STARTS, random);
        return new Person(
                start + commonFirst(ENDS, random),
                commonFirst(isFemale ? FEMALE : MALE, random),
                isFemale ? "F" : "M",
                LocalDate.of(1930, 1, 1).plusDays(random.nextInt(32_000)),
                street(random),
                street(random),
                pick(TOWNS, random),
                "413^" + (2_000_000 + random.nextInt(7_999_999)));
    }

    private static String street(SplittableRandom random) {
        return (1 + random.nextInt(250)) + " " + pick(STREETS, random) + " Street";
    }

    private static String commonFirst(List<String> list, SplittableRandom random) {
        var dice = random.nextDouble();
        return list.get((int) (dice * dice * list.size()));
    }

    private static String pick(List<String> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
