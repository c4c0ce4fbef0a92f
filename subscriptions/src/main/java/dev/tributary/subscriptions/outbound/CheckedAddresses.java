package dev.tributary.subscriptions.outbound;

import dev.tributary.subscriptions.registry.EndpointPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Gives the HTTP client the very addresses that the policy has looked at, so that a name cannot lead elsewhere in between. */
final class CheckedAddresses implements DnsResolver {

    private final EndpointPolicy policy;

    CheckedAddresses(EndpointPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Arrays.stream(policy.connectable(host, port))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** Without a port nothing is known of what is allowed; the client asks with one. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return policy.connectable(host, -1);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
