package dev.tributary.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds {@code <data>/hub.lock} as long as the process lives, so that a second hub is told at once. The system frees it on a crash. */
final class DataDirectoryLock {

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the directory if need be; throws a {@link Refusal} if another process holds it or it cannot be written. */
    static DataDirectoryLock acquire(HubSettings settings) {
        var file = settings.dataDir().resolve("hub.lock");
        try {
            Files.createDirectories(settings.dataDir());
            var channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new Refusal(StartFailure.dataDirectoryHeld(settings, holder(file)));
            }
            writeProcessId(channel);
            return new DataDirectoryLock(channel);
        } catch (IOException e) {
            throw new Refusal("the data directory " + settings.dataDir()
                    + " cannot be written: give this user access to it or set HUB_DATA_DIR to another directory");
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static void writeProcessId(FileChannel channel) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    private static String holder(Path file) {
        try {
            var id = Files.readString(file, StandardCharsets.US_ASCII).strip();
            return id.matches("\\d+") ? " (" + id + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Frees the directory. */
    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
