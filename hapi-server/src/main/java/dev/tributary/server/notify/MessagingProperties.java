package dev.tributary.server.notify;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What messages to other systems say of the hub, and where they go besides subscriptions.
 *
 * @param sender what the exchange is called in messages
 * @param forward where received FHIR messages are passed on to
 */
@ConfigurationProperties("hub.messages")
public record MessagingProperties(
        @DefaultValue("Tributary") String sender,
        @DefaultValue List<Forward> forward) {

    public MessagingProperties {
        if (sender.isBlank()) {
            throw new IllegalArgumentException("hub.messages.sender: is empty. Write what the exchange is called.");
        }
    }

    /**
     * One route.
     *
     * @param source whose messages
     * @param endpoint the other receiver's {@code $process-message}
     * @param headers header lines, {@code Name: value}
     */
    public record Forward(
            String source, URI endpoint, @DefaultValue List<String> headers) {

        public Forward {
            if (endpoint.getHost() == null || !endpoint.toString().endsWith("/$process-message")) {
                throw new IllegalArgumentException(
                        "hub.messages.forward: \"" + endpoint
                                + "\" is no receiver. Write its operation, like https://receiver.example/fhir/$process-message.");
            }
            for (var header : headers) {
                if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[ \\t]*[\\x20-\\x7e]*")) {
                    throw new IllegalArgumentException(
                            "hub.messages.forward: a header is one line of the form \"Name: value\".");
                }
            }
        }
    }
}
