package dev.tributary.mapping.lineage;

import java.util.List;

/** Finds the valued places of one format's inputs. Pure; never throws for what an input contains. */
public interface PlaceReader {

    /** Every place that holds a value, in the order of the input; none of what only frames values (delimiters, tags). */
    List<Place> places(byte[] input);

    /**
     * The same statement in other bytes: an element that changes with it is a copy of the whole input and says nothing of any place.
     * The input itself if the format knows no such change.
     */
    byte[] reworded(byte[] input);

    /**
     * Places of different groups go to different resources, mostly: of a large input several groups are tried in one run. The empty
     * group is tried place by place.
     */
    default String group(Place place) {
        return "";
    }

    /**
     * Another value as it can stand at that place.
     *
     * @param raw what stands there, byte by byte
     * @param value what is to stand there instead
     */
    default String fitted(Place place, String raw, String value) {
        return value;
    }
}
