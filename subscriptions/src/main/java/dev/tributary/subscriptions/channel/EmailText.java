package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.delivery.Shipment;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import java.net.URI;
import java.util.List;

/** What an e-mail says. Whoever reads over a shoulder learns that something happened, and nothing else. */
final class EmailText {

    private final String base;
    private final String host;

    EmailText(String base) {
        this.base = base;
        String name = URI.create(base).getHost();
        this.host = name == null ? "localhost" : name;
    }

    String subject(Shipment shipment) {
        return switch (shipment.purpose()) {
            case HANDSHAKE -> "Notifications by e-mail were switched on";
            case HEARTBEAT -> "No new notifications";
            case EVENTS ->
                shipment.events().size() == 1
                        ? "A new notification"
                        : shipment.events().size() + " new notifications";
        };
    }

    String body(Shipment shipment) {
        String subscription = base + "/Subscription/" + shipment.subscription().id();
        return switch (shipment.purpose()) {
            case HANDSHAKE -> """
                    From now on this address gets notifications of the health information exchange at
                    %s

                    The subscription is %s
                    If you did not expect this, ask whoever runs the exchange.
                    """.formatted(base, subscription);
            case HEARTBEAT -> """
                    The subscription %s
                    is alive; nothing new has happened.
                    """.formatted(subscription);
            case EVENTS -> """
                    Something happened that you subscribed to. Sign in to see what:
                    %s/$events?%s

                    This e-mail says nothing about patients on purpose.
                    """.formatted(subscription, range(shipment.events()));
        };
    }

    private static String range(List<NotifiedEvent> events) {
        return "eventsSinceNumber=" + events.get(0).number() + "&eventsUntilNumber="
                + events.get(events.size() - 1).number();
    }

    private static String numbers(List<NotifiedEvent> events) {
        long first = events.get(0).number();
        long last = events.get(events.size() - 1).number();
        return first == last ? Long.toString(first) : first + "-" + last;
    }

    /** The same for the same events, so that a repeated e-mail can be recognised; another if a repetition tells of more. */
    String messageId(Shipment shipment) {
        var subscription = shipment.subscription();
        String what = shipment.events().isEmpty()
                ? shipment.purpose().name() + "." + subscription.revision() + "." + subscription.eventsSinceStart()
                : numbers(shipment.events());
        return subscription.id() + "." + what + "@" + host;
    }
}
