package dev.tributary.subscriptions.hl7v2;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One <a href="https://www.hl7.org/documentcenter/public/wg/inm/mllp_transport_specification.PDF">MLLP</a> connection to a destination; one message at a time. */
final class MllpConnection implements AutoCloseable {

    private static final int START = 0x0b;
    private static final int END = 0x1c;
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final Socket socket;
    private final InputStream in;
    private volatile Instant used;

    private MllpConnection(Socket socket, Instant now) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.used = now;
    }

    /** Connects within {@code atMost} to {@code mllp://host:port}, or with TLS to {@code mllps://}; a certificate must be for that host. */
    static MllpConnection open(URI endpoint, SSLSocketFactory tls, Instant now, Duration atMost) throws IOException {
        String host = endpoint.getHost();
        InetSocketAddress address = new InetSocketAddress(host, endpoint.getPort());
        if (address.isUnresolved()) {
            throw new UnknownHostException("The host cannot be resolved");
        }
        Socket socket = new Socket();
        try {
            Duration wait = atMost.compareTo(CONNECT_TIMEOUT) < 0 ? atMost : CONNECT_TIMEOUT;
            socket.connect(address, (int) wait.toMillis());
            socket.setTcpNoDelay(true);
            return new MllpConnection(
                    "mllps".equalsIgnoreCase(endpoint.getScheme()) ? secure(socket, endpoint, tls) : socket, now);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket secure(Socket plain, URI endpoint, SSLSocketFactory tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, endpoint.getHost(), endpoint.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) CONNECT_TIMEOUT.toMillis());
        socket.startHandshake();
        return socket;
    }

    /**
     * Sends one message and waits for its answer, at most until then. Answers to other messages are passed over: a destination may send a
     * commit and an application acknowledgement of the message before. If nothing else comes, the last of them is what is returned.
     */
    String exchange(String message, String controlId, Instant deadline, InstantSource clock) throws IOException {
        send(message);
        String other = null;
        while (true) {
            try {
                String answer = read(deadline, clock);
                used = clock.instant();
                if (!Acknowledgement.isOfAnother(answer, controlId)) {
                    return answer;
                }
                other = answer;
            } catch (SocketTimeoutException e) {
                if (other == null) {
                    throw e;
                }
                return other;
            }
        }
    }

    private void send(String message) throws IOException {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(body.length + 3);
        frame.write(START);
        frame.write(body);
        frame.write(END);
        frame.write('\r');
        socket.getOutputStream().write(frame.toByteArray());
        socket.getOutputStream().flush();
    }

    private String read(Instant deadline, InstantSource clock) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        boolean inFrame = false;
        while (true) {
            Duration left = Duration.between(clock.instant(), deadline);
            if (left.isNegative() || left.isZero()) {
                throw new SocketTimeoutException("No whole answer in time");
            }
            if (in.available() == 0) {
                socket.setSoTimeout((int) Math.max(1, left.toMillis()));
            }
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The connection ended");
            } else if (next == START) {
                answer.reset();
                inFrame = true;
            } else if (next == END && inFrame) {
                return answer.toString(StandardCharsets.UTF_8);
            } else if (inFrame) {
                answer.write(next);
            }
            if (answer.size() > LARGEST_ANSWER) {
                throw new IOException("The answer is too long");
            }
        }
    }

    boolean unusedSince(Instant moment) {
        return used.isBefore(moment);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Whatever was to be said on it has been said or is lost.
        }
    }
}
