package dev.tributary.server.feeds;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A sender with a plain blocking socket, to be sure that it is not the feed's own code that is tested against itself. */
final class MllpSender implements Closeable {

    static final String START = "\u000b";
    static final String END = "\u001c\r";

    private final Socket socket;

    MllpSender(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
    }

    static MllpSender to(int port) throws IOException {
        return new MllpSender(new Socket("127.0.0.1", port));
    }

    MllpSender bytes(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    MllpSender frame(String message) throws IOException {
        return bytes(START + message + END);
    }

    /** The next acknowledgement's MSA-1 and MSA-2, {@code AA|17}; {@code closed} if there is none. */
    String acknowledgement() throws IOException {
        var text = text();
        if (text.equals("closed")) {
            return text;
        }
        var msa = text.substring(text.indexOf("MSA|") + 4);
        return msa.substring(0, msa.indexOf('\r'));
    }

    String text() throws IOException {
        var in = socket.getInputStream();
        var first = in.read();
        if (first < 0) {
            return "closed";
        }
        if (first != 0x0B) {
            throw new IOException("No start block: " + first);
        }
        var text = new ByteArrayOutputStream();
        for (var each = in.read(); each != 0x1C; each = in.read()) {
            if (each < 0) {
                throw new IOException("The frame has no end");
            }
            text.write(each);
        }
        if (in.read() != 0x0D) {
            throw new IOException("No carriage return after the end block");
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
