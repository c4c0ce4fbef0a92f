package dev.tributary.conformance.scene;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** One TCP connection to an MLLP listener (HL7 MLLP release 1: 0x0B message 0x1C 0x0D). */
public final class MllpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int CR = 0x0D;

    private final Socket socket;
    private final String shown;
    private final Consumer<Exchange> record;

    private MllpConnection(Socket socket, String shown, Consumer<Exchange> record) {
        this.socket = socket;
        this.shown = shown;
        this.record = record;
    }

    static MllpConnection open(InetSocketAddress address, Consumer<Exchange> record) {
        String shown = "mllp://" + address.getHostString() + ":" + address.getPort();
        try {
            Socket socket = new Socket();
            // Each write becomes a segment of its own, which is how messages are split and merged on purpose.
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(address.getHostString(), address.getPort()), TIMEOUT_MILLIS);
            return new MllpConnection(socket, shown, record);
        } catch (IOException e) {
            throw new Unreachable(shown + ": cannot connect", e);
        }
    }

    /** The message between its frame characters. */
    public static byte[] frame(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 3);
        out.write(START);
        out.writeBytes(message);
        out.write(END);
        out.write(CR);
        return out.toByteArray();
    }

    /** Sends a framed message and waits for its acknowledgement. */
    public Ack exchange(String message) {
        write(frame(message.getBytes(StandardCharsets.UTF_8)));
        return read();
    }

    /** Writes bytes as one TCP segment. */
    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new Unmet(shown + ": the connection broke while sending");
        }
    }

    /** Writes bytes in TCP segments of the given size. */
    public void writeInPieces(byte[] bytes, int size) {
        for (int from = 0; from < bytes.length; from += size) {
            write(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
    }

    /** The next acknowledgement on this connection. */
    public Ack read() {
        long start = System.nanoTime();
        try {
            Ack ack = new Ack(readFrame());
            record.accept(new Exchange("MLLP", shown, ack.code(), (System.nanoTime() - start) / 1_000_000));
            return ack;
        } catch (IOException e) {
            record.accept(new Exchange("MLLP", shown, "no answer", (System.nanoTime() - start) / 1_000_000));
            throw new Unmet(shown + ": no acknowledgement within " + TIMEOUT_MILLIS / 1000 + " s");
        }
    }

    private String readFrame() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != START) {
            b = in.read();
        }
        for (b = in.read(); b >= 0 && b != END; b = in.read()) {
            frame.write(b);
        }
        if (b < 0) {
            throw new IOException("closed");
        }
        Expect.equal(shown + ": byte after 0x1C", CR, in.read());
        return frame.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            record.accept(new Exchange("MLLP", shown, "could not be closed", 0));
        }
    }
}
