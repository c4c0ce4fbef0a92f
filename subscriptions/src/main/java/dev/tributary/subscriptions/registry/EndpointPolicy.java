package dev.tributary.subscriptions.registry;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where notifications may be sent. By default https to public addresses only, so that nobody can make the hub call machines of its own
 * network; patterns ({@code http://127.0.0.1:*}, {@code https://receiver.internal:8443}) open others.
 *
 * <p>An endpoint is checked when a Subscription is stored and again before each attempt. What is connected to comes from {@link #connectable},
 * so a name that leads to another address by then (DNS rebinding) is refused as well. Redirects are never followed.
 */
public final class EndpointPolicy {

    /** Resolves a host name; {@link InetAddress#getAllByName} in production. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    private static final int MOST_PORTS = 65_535;
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})\\.){3}(?:0|[1-9][0-9]{0,2})");

    private final List<EndpointPattern> allowed;
    private final Resolver resolver;

    /** @param patterns {@code scheme://host[:port|:*]}; throws {@link IllegalArgumentException} that names a pattern it cannot read */
    public EndpointPolicy(List<String> patterns, Resolver resolver) {
        this.allowed = patterns.stream().map(EndpointPattern::parse).toList();
        this.resolver = resolver;
    }

    /** The policy of these patterns with the JVM's own name resolution. */
    public static EndpointPolicy of(List<String> patterns) {
        return new EndpointPolicy(patterns, InetAddress::getAllByName);
    }

    /** Why nothing may be sent there, in a sentence; empty when it may. Resolves the host name unless a pattern names it. */
    public Optional<String> refusal(String endpoint) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            return Optional.of("The endpoint is not a valid URL.");
        }
        if (uri.getScheme() == null
                || uri.getHost() == null
                || uri.getUserInfo() != null
                || uri.getFragment() != null) {
            return Optional.of("The endpoint must be an absolute URL with a host, without user name and fragment.");
        }
        if (uri.getPort() == 0 || uri.getPort() > MOST_PORTS) {
            return Optional.of("The endpoint's port must be a number from 1 to " + MOST_PORTS + ".");
        }
        if (NUMBERS.matcher(uri.getHost()).matches()
                && !DOTTED.matcher(uri.getHost()).matches()) {
            return Optional.of(
                    "Write an IPv4 address as four decimal numbers; others are read differently by different programs.");
        }
        if (allowed.stream().anyMatch(pattern -> pattern.matches(uri))) {
            return Optional.empty();
        }
        if (!uri.getScheme().equalsIgnoreCase("https")) {
            return Optional.of("Only https endpoints are allowed; hub.notify.allow can open others, for instance "
                    + "http://127.0.0.1:* for a receiver on this machine.");
        }
        return refusalOfHost(EndpointPattern.host(uri));
    }

    /**
     * The addresses that may be connected to for this host and port: all of the host's if a pattern names both, else only if every one is
     * public. Throws {@link UnknownHostException} if there are none.
     */
    public InetAddress[] connectable(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        String name = host.toLowerCase(Locale.ROOT);
        if (allowed.stream().noneMatch(pattern -> pattern.names(name, port))) {
            for (InetAddress address : addresses) {
                if (!isPublic(address)) {
                    throw new UnknownHostException("The host has an address that is not public");
                }
            }
        }
        return addresses;
    }

    /**
     * Looks at the addresses of this URL's host as {@link #connectable} does, for a request that somebody else resolves, such as a proxy. Throws
     * {@link UnknownHostException} if they must not be called.
     */
    public void checkAddresses(URI uri) throws UnknownHostException {
        InetAddress[] unused = connectable(EndpointPattern.host(uri), EndpointPattern.port(uri));
    }

    private Optional<String> refusalOfHost(String host) {
        try {
            for (InetAddress address : resolver.resolve(host)) {
                if (!isPublic(address)) {
                    return Optional.of("The endpoint's host has an address that is not public; "
                            + "hub.notify.allow can open it, for instance https://"
                            + (host.contains(":") ? "[" + host + "]" : host) + ".");
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("The endpoint's host name cannot be resolved.");
        }
    }

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return address instanceof Inet4Address v4 ? isPublicV4(v4.getAddress()) : isPublicV6((Inet6Address) address);
    }

    /** Beyond what the JDK knows: this network, carrier NAT, protocol assignments, documentation, benchmarks, reserved. */
    private static boolean isPublicV4(byte[] octets) {
        int a = octets[0] & 0xff;
        int b = octets[1] & 0xff;
        int c = octets[2] & 0xff;
        return !(a == 0
                || a >= 240
                || (a == 100 && b >= 64 && b < 128)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113));
    }

    /** Global unicast is 2000::/3; 6to4, protocol assignments with Teredo, and documentation in it lead elsewhere. Mapped IPv4 never gets here as IPv6. */
    private static boolean isPublicV6(Inet6Address address) {
        byte[] octets = address.getAddress();
        int first = ((octets[0] & 0xff) << 8) | (octets[1] & 0xff);
        int second = ((octets[2] & 0xff) << 8) | (octets[3] & 0xff);
        boolean global = (first & 0xe000) == 0x2000;
        boolean elsewhere = first == 0x2002
                || (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
                || (first == 0x3fff && second < 0x1000);
        return global && !elsewhere;
    }

    /** {@code scheme://host[:port|:*]}; no port means the scheme's own. */
    private record EndpointPattern(String scheme, String host, int port) {

        private static final int ANY_PORT = -1;

        static EndpointPattern parse(String pattern) {
            String trimmed = pattern.strip();
            boolean anyPort = trimmed.endsWith(":*");
            try {
                URI uri = new URI(anyPort ? trimmed.substring(0, trimmed.length() - 2) : trimmed);
                if (uri.getScheme() != null
                        && uri.getHost() != null
                        && uri.getPath().isEmpty()) {
                    return new EndpointPattern(uri.getScheme(), host(uri), anyPort ? ANY_PORT : port(uri));
                }
            } catch (URISyntaxException e) {
                // Said below, in the words of whoever configures it.
            }
            throw new IllegalArgumentException("hub.notify.allow: cannot read '" + pattern
                    + "'; write scheme://host, scheme://host:port or scheme://host:*");
        }

        boolean matches(URI uri) {
            return scheme.equalsIgnoreCase(uri.getScheme()) && names(host(uri), port(uri));
        }

        boolean names(String name, int number) {
            return host.equals(name) && (port == ANY_PORT || port == number);
        }

        static String host(URI uri) {
            String host = uri.getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        }

        private static int port(URI uri) {
            if (uri.getPort() >= 0) {
                return uri.getPort();
            }
            return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        }
    }
}
