package dev.tributary.bench.hl7v2;

import dev.tributary.bench.http.Loopback;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One <a href="https://www.hl7.org/documentcenter/public/wg/inm/mllp_transport_specification.PDF">MLLP</a> connection:
 * sends a message, waits for its acknowledgement. For one thread at a time.
 */
public final class MllpConnection implements AutoCloseable {

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int RETURN = 0x0D;

    private final Socket socket;
    private final InputStream in;

    private MllpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connects within five seconds. @throws IllegalArgumentException if the address is not on loopback */
    public static MllpConnection open(InetSocketAddress address, Duration timeout) throws IOException {
        Loopback.requireHost(address.getHostString());
        var socket = new Socket();
        try {
            socket.connect(address, 5_000);
            socket.setSoTimeout((int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            return new MllpConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the acknowledgement. @throws IOException if the connection breaks or nothing comes in time */
    public Ack send(String message) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(START);
        frame.writeBytes(message.getBytes(StandardCharsets.UTF_8));
        frame.write(END);
        frame.write(RETURN);
        socket.getOutputStream().write(frame.toByteArray());
        return Ack.of(readFrame());
    }

    private String readFrame() throws IOException {
        for (int b = read(); b != START; b = read()) {
            // Whatever stands between two frames is not a message.
        }
        var content = new ByteArrayOutputStream();
        for (int b = read(); b != END; b = read()) {
            content.write(b);
        }
        if (read() != RETURN) {
            throw new IOException("MLLP frame without its final carriage return");
        }
        return content.toString(StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        var b = in.read();
        if (b < 0) {
            throw new EOFException("connection closed before the acknowledgement");
        }
        return b;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
