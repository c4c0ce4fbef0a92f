package dev.tributary.bench.hl7v2;

/** The numbers of one generated patient's one hospital stay; unique within a run, and across runs by the run's name. */
public record Stay(String mrn, String visit, String filler, int index) {

    /** The stay with this number in a run; the run's name is a few letters and digits. */
    public static Stay of(String run, int index) {
        var number = run + "-" + index;
        return new Stay("M" + number, "V" + number, "F" + number, index);
    }
}
