package dev.tributary.bench.crash;

import dev.tributary.bench.receive.Delivery;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that can be seen from outside once the hub is quiet again; what {@link CrashChecker} judges.
 *
 * @param acknowledged control ids of the v2 messages that were answered AA
 * @param answered numbers of the FHIR submissions that were answered 2xx
 * @param messages the hub's own journal, all sources
 * @param currentVersions reference → version of the resource as it reads now; 0 if it cannot be read
 * @param found a search by an identifier that the load used → the references it found; one is right
 * @param subscriptions the subscriptions that were active before the load began
 * @param deliveries what the receiver answered 200
 */
public record CrashEvidence(
        Set<String> acknowledged,
        Set<String> answered,
        List<Message> messages,
        Map<String, Integer> currentVersions,
        Map<String, List<String>> found,
        List<Subscribed> subscriptions,
        List<Delivery> deliveries) {

    /** A row of the journal with what it produced. */
    public record Message(String id, String controlId, String state, List<Produced> produced, List<Event> events) {}

    /** A resource version that a message wrote ({@code created}, {@code updated}) or left alone. */
    public record Produced(String reference, int version, String outcome) {

        boolean isWritten() {
            return outcome.equals("created") || outcome.equals("updated");
        }
    }

    /** An event that was committed with a message; the focus is a relative reference without version. */
    public record Event(String kind, String focus) {}

    /**
     * A subscription.
     *
     * @param name its name at the receiver
     * @param kind the event kind it wants
     * @param count how many events the hub says it has had
     */
    public record Subscribed(String name, String kind, long count) {}
}
