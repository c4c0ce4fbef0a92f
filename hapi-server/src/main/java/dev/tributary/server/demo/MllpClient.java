package dev.tributary.server.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://www.hl7.org/implement/standards/product_brief.cfm?product_id=55">MLLP</a>: one connection, one message at a time,
 * each answered before the next is sent. Connects when needed, again if the other side has hung up.
 */
final class MllpClient implements AutoCloseable {

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int RETURN = 0x0D;

    private final InetSocketAddress address;
    private final Duration timeout;

    private @Nullable Connection connection;

    MllpClient(InetSocketAddress address, Duration timeout) {
        this.address = address;
        this.timeout = timeout;
    }

    /** Returns the acknowledgement as it came, without framing; throws if there is none within the timeout. */
    String send(String message) throws IOException {
        var reused = connection != null;
        try {
            return exchange(message);
        } catch (EOFException | SocketException e) {
            close();
            if (!reused) {
                throw e;
            }
            return exchange(
                    message); // the other side had closed an idle connection; a resend is recognised by its control id
        } catch (IOException e) {
            close(); // a late answer must not be taken for the next one
            throw e;
        }
    }

    private String exchange(String message) throws IOException {
        var open = connected();
        var frame = new ByteArrayOutputStream();
        frame.write(START);
        frame.writeBytes(message.getBytes(StandardCharsets.UTF_8));
        frame.write(END);
        frame.write(RETURN);
        open.socket().getOutputStream().write(frame.toByteArray());
        open.socket().getOutputStream().flush();
        return readFrame(open.in());
    }

    private record Connection(Socket socket, InputStream in) {}

    private Connection connected() throws IOException {
        var open = connection;
        if (open != null) {
            return open;
        }
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) timeout.toMillis());
        socket.connect(address, (int) timeout.toMillis());
        var fresh = new Connection(socket, new BufferedInputStream(socket.getInputStream()));
        connection = fresh;
        return fresh;
    }

    private static String readFrame(InputStream in) throws IOException {
        var text = new ByteArrayOutputStream();
        for (var read = next(in); read != START; read = next(in)) {
            // what stands before a frame is noise
        }
        for (var read = next(in); read != END; read = next(in)) {
            text.write(read);
        }
        next(in);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int next(InputStream in) throws IOException {
        var read = in.read();
        if (read < 0) {
            throw new EOFException("the other side closed the connection before it had answered");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        var open = connection;
        connection = null;
        if (open != null) {
            open.socket().close();
        }
    }
}
