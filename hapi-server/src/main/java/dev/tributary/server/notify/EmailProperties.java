package dev.tributary.server.notify;

import dev.tributary.subscriptions.channel.EmailSettings;
import dev.tributary.subscriptions.channel.EmailSettings.Encryption;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The mail server and who may get e-mail: see {@link EmailSettings}. */
@ConfigurationProperties("hub.notify.email")
public record EmailProperties(
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("starttls") String encryption,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("") String from,
        @DefaultValue List<String> allow,
        @DefaultValue("false") boolean fullResource) {

    public EmailProperties {
        if (!host.isBlank() && !from.contains("@")) {
            throw new IllegalArgumentException("hub.notify.email.from: \"" + from
                    + "\" is no address. Write the sender's, like hub@exchange.example.");
        }
        if (!List.of("starttls", "tls", "none").contains(encryption.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "hub.notify.email.encryption: \"" + encryption + "\" is unknown. Write starttls, tls or none.");
        }
    }

    EmailSettings settings() {
        return new EmailSettings(
                host.strip(),
                port,
                Encryption.valueOf(encryption.toUpperCase(Locale.ROOT)),
                user,
                password,
                from,
                allow,
                fullResource);
    }
}
