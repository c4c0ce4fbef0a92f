package dev.tributary.server.storage;

/** Says of which resources the states before and after are to be collected. Asked for every write, so it answers from memory. */
@FunctionalInterface
public interface WatchedTypes {

    /** @param type for instance {@code Encounter} */
    boolean watches(String type);
}
