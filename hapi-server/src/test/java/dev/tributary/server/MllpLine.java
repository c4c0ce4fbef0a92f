package dev.tributary.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One MLLP connection with a plain blocking socket; each message is answered before the next is sent. */
public final class MllpLine implements AutoCloseable {

    private final Socket socket;

    MllpLine(int port) {
        try {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns MSA-1. */
    public String send(V2 message) {
        return V2.acknowledgementCode(exchange(message));
    }

    /** Returns the whole answer. */
    public String exchange(V2 message) {
        try {
            var frame = new ByteArrayOutputStream();
            frame.write(0x0B);
            frame.writeBytes(message.text().getBytes(StandardCharsets.UTF_8));
            frame.write(0x1C);
            frame.write(0x0D);
            socket.getOutputStream().write(frame.toByteArray());
            socket.getOutputStream().flush();
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read() throws IOException {
        var text = new ByteArrayOutputStream();
        for (var next = socket.getInputStream().read();
                next != 0x1C;
                next = socket.getInputStream().read()) {
            if (next < 0) {
                throw new EOFException("The hub closed the connection");
            }
            text.write(next);
        }
        if (socket.getInputStream().read() != 0x0D) {
            throw new IOException("The frame does not end with a carriage return");
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
