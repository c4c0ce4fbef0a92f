package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.quieting.QuietingReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;

/** Reads how a Subscription wants to be told. */
final class ChannelReader {

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-hub-signature-256",
            "x-hub-timestamp");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*[\\x20-\\x7e]*");
    private static final int DEFAULT_TIMEOUT = 10;
    private static final int LONGEST_TIMEOUT = 60;
    private static final int LARGEST_COUNT = 100;
    private static final int LARGEST_DIGEST = 500;
    private static final int LONGEST_HEARTBEAT = 30 * 24 * 3600;

    private final Set<String> types;
    private final Problems problems;

    /** @param types the channels that there are */
    ChannelReader(Set<String> types, Problems problems) {
        this.types = types;
        this.problems = problems;
    }

    ChannelDefinition read(Subscription subscription) {
        Subscription.SubscriptionChannelComponent channel = subscription.getChannel();
        int heartbeat = number(channel, "heartbeat-period", 0, 0, LONGEST_HEARTBEAT);
        return new ChannelDefinition(
                type(channel),
                endpoint(channel),
                headers(subscription),
                Duration.ofSeconds(number(channel, "timeout", 0, DEFAULT_TIMEOUT, LONGEST_TIMEOUT)),
                heartbeat == 0 ? null : Duration.ofSeconds(heartbeat),
                maxCount(subscription));
    }

    private String type(Subscription.SubscriptionChannelComponent channel) {
        Extension custom = channel.getTypeElement().getExtensionByUrl(BACKPORT + "channel-type");
        String type = "";
        if (custom != null) {
            type = custom.getValue() instanceof org.hl7.fhir.r4.model.Coding coding && coding.hasCode()
                    ? coding.getCode()
                    : custom.hasValue() ? String.valueOf(custom.getValue().primitiveValue()) : "";
        } else if (channel.getType() != null && channel.getType() != SubscriptionChannelType.NULL) {
            type = channel.getType().toCode();
        }
        if (!types.contains(type)) {
            problems.refuse(
                    "Subscription.channel.type",
                    "The channel type must be one of "
                            + String.join(", ", types.stream().sorted().toList()) + ".");
        }
        return type;
    }

    private String endpoint(Subscription.SubscriptionChannelComponent channel) {
        String endpoint = channel.getEndpoint();
        boolean needed = channel.getType() != SubscriptionChannelType.WEBSOCKET;
        if (endpoint == null ? needed : endpoint.length() > 2000) {
            problems.refuse("Subscription.channel.endpoint", "An endpoint of at most 2000 characters is required.");
        }
        return endpoint == null ? "" : endpoint;
    }

    private List<String> headers(Subscription subscription) {
        List<String> headers = new ArrayList<>();
        for (StringType header : subscription.getChannel().getHeader()) {
            String line = header.getValue() == null ? "" : header.getValue().strip();
            Matcher matcher = HEADER.matcher(line);
            if (!matcher.matches()) {
                problems.refuse("Subscription.channel.header", "A header is one line of the form 'Name: value'.");
            } else if (RESERVED_HEADERS.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
                problems.refuse(
                        "Subscription.channel.header", "The hub sets the header " + matcher.group(1) + " itself.");
            } else {
                headers.add(line);
            }
        }
        return List.copyOf(headers);
    }

    /** What is held goes out in one bundle, unless the client says how large a bundle may be. */
    private int maxCount(Subscription subscription) {
        boolean held = QuietingReader.read(subscription).quieting().holds();
        boolean said = subscription.getChannel().hasExtension(BACKPORT + "max-count");
        return held && !said ? LARGEST_DIGEST : number(subscription.getChannel(), "max-count", 1, 1, LARGEST_COUNT);
    }

    /** Zero, where it may be, means what was not said; what is larger than the hub can do becomes the largest that it can. */
    private int number(
            Subscription.SubscriptionChannelComponent channel, String extension, int least, int otherwise, int most) {
        Extension found = channel.getExtensionByUrl(BACKPORT + extension);
        if (found == null) {
            return otherwise;
        }
        if (!(found.getValue() instanceof IntegerType number)
                || number.getValue() == null
                || number.getValue() < least) {
            problems.refuse(
                    "Subscription.channel.extension",
                    "backport-" + extension + " must be a whole number, " + least + " or more.");
            return otherwise;
        }
        return number.getValue() == 0 ? otherwise : Math.min(number.getValue(), most);
    }
}
