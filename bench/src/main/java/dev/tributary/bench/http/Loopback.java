package dev.tributary.bench.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/** The bench loads its own machine only: pointed elsewhere by mistake it would be an attack. */
public final class Loopback {

    private Loopback() {}

    /** The URI itself. @throws IllegalArgumentException if its host is not this machine's loopback */
    public static URI require(URI uri) {
        requireHost(uri.getHost() == null ? "" : uri.getHost());
        return uri;
    }

    /** Returns if the host is this machine. @throws IllegalArgumentException if it is not */
    public static void requireHost(String host) {
        if (!isLoopback(host)) {
            throw new IllegalArgumentException("The bench sends load to loopback addresses only, and '" + host
                    + "' is not one. Run the bench on the server's machine and use http://127.0.0.1:<port>.");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return !host.isEmpty() && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
