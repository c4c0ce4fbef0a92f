package dev.tributary.subscriptions.channel;

import java.util.List;

/**
 * How e-mail is sent.
 *
 * @param host the SMTP server; empty for a hub that sends no e-mail
 * @param encryption {@code starttls} (required, not only tried), {@code tls} from the first byte, or {@code none}
 * @param user empty to sign in as nobody
 * @param from the sender's address
 * @param allow domains that may get e-mail
 * @param fullResource whether resources may travel as attachments
 */
public record EmailSettings(
        String host,
        int port,
        Encryption encryption,
        String user,
        String password,
        String from,
        List<String> allow,
        boolean fullResource) {

    /** How the connection to the SMTP server is protected. */
    public enum Encryption {
        STARTTLS,
        TLS,
        NONE
    }

    /** A hub that sends no e-mail. */
    public static EmailSettings none() {
        return new EmailSettings("", 25, Encryption.STARTTLS, "", "", "", List.of(), false);
    }
}
