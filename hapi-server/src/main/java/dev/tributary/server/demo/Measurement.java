package dev.tributary.server.demo;

import static dev.tributary.server.demo.Table.get;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One value of a panel, with LOINC code, UCUM unit and reference range. */
record Measurement(
        String panelCode,
        String panelName,
        String code,
        String name,
        String unit,
        BigDecimal low,
        BigDecimal high,
        BigDecimal value) {

    private static final List<Map<String, String>> ROWS = Table.read("observations");

    /** All values of a panel; most lie in the range, some a little outside. */
    static List<Measurement> panel(String panel, RandomGenerator random) {
        return ROWS.stream()
                .filter(row -> get(row, "panel").equals(panel))
                .map(row -> of(row, random))
                .toList();
    }

    private static Measurement of(Map<String, String> row, RandomGenerator random) {
        var low = new BigDecimal(get(row, "low"));
        var high = new BigDecimal(get(row, "high"));
        var share = BigDecimal.valueOf(0.1 + random.nextDouble() * 1.1);
        var value = low.add(high.subtract(low).multiply(share));
        if (get(row, "unit").equals("%") && value.compareTo(BigDecimal.valueOf(100)) > 0) {
            value = high;
        }
        return new Measurement(
                get(row, "panelCode"),
                get(row, "panelName"),
                get(row, "code"),
                get(row, "name"),
                get(row, "unit"),
                low,
                high,
                value.setScale(Integer.parseInt(get(row, "decimals")), RoundingMode.HALF_UP));
    }

    /** OBX-8: empty, or high. */
    String flag() {
        return value.compareTo(high) > 0 ? "H" : "";
    }

    String range() {
        return low + "-" + high;
    }
}
