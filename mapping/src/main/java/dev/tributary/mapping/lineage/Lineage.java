package dev.tributary.mapping.lineage;

import java.util.List;
import java.util.stream.Stream;

/**
 * Where the elements of an outcome come from.
 *
 * @param elements every element of the outcome, in its order
 * @param places every valued place of the input that was tried, in its order
 * @param untried how many valued places were not tried, since the input is larger than the limit allows
 */
public record Lineage(List<Element> elements, List<Use> places, int untried) {

    public Lineage {
        elements = List.copyOf(elements);
        places = List.copyOf(places);
    }

    /**
     * One element.
     *
     * @param path {@code Patient.name[0].family}; resources of which there are several have an index, {@code Observation[2]}
     * @param from the places whose change changes the element; empty for what the map itself says
     */
    public record Element(String path, String value, List<String> from) {
        public Element {
            from = List.copyOf(from);
        }
    }

    /**
     * One valued place.
     *
     * @param to the elements that change with it; empty if nothing carries it
     * @param decides whether the message would not be what it is without it: its kind, the patient's number
     */
    public record Use(Place place, List<String> to, boolean decides) {
        public Use {
            to = List.copyOf(to);
        }

        public boolean isCarried() {
            return decides || !to.isEmpty();
        }
    }

    /** The places that nothing carries. */
    public Stream<Place> notCarried() {
        return places.stream().filter(use -> !use.isCarried()).map(Use::place);
    }

    /** Whether the path of an issue, {@code PID-3} or {@code OBX[2]}, names this place or one that it is part of. */
    public static boolean names(String issuePath, String placePath) {
        return placePath.startsWith(issuePath)
                && (placePath.length() == issuePath.length()
                        || ".-[/".indexOf(placePath.charAt(issuePath.length())) >= 0);
    }
}
