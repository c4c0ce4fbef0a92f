package dev.tributary.bench.hl7v2;

/** The numbers of one generated patient's one hospital stay; unique within a run, and across runs by the run's name. */
public record Stay(String mrn, String visit, String filler, int index) {

    /** @param run letters and digits, few */
    public static Stay of(String run, int index) {
        var number = run + "-" + index;
        return new Stay("M" + number, "V" + number, "F" + number, index);
    }
}
