package dev.tributary.server.sources;

import dev.tributary.server.sources.Source.Tls;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/** TLS of a listener from the PEM files that a source's file names. */
public final class TlsContext {

    private TlsContext() {}

    /**
     * Reads the files.
     *
     * @throws SSLException or {@link IllegalArgumentException} if one of them is not what it should be; the message names it
     */
    public static SslContext of(Tls files) throws SSLException {
        var context = SslContextBuilder.forServer(
                        files.certificate().toFile(), files.key().toFile())
                .protocols("TLSv1.3", "TLSv1.2");
        if (files.clientAuthority() != null) {
            context.trustManager(files.clientAuthority().toFile()).clientAuth(ClientAuth.REQUIRE);
        }
        return context.build();
    }
}
