package dev.tributary.bench.scenario;

/** Counts failures and keeps the first one's words. */
final class Errors {

    private long count;
    private String first = "";

    synchronized void add(String problem) {
        first = count++ == 0 ? problem : first;
    }

    synchronized long count() {
        return count;
    }

    synchronized String first() {
        return first;
    }
}
