package dev.tributary.server.feeds;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A watched folder: {@code work/}, {@code done/} and {@code failed/} lie in it. A file is claimed by an atomic rename into
 * {@code work/}, so of two replicas on a shared folder one gets it; the name it has there tells when, so that what a crashed replica
 * left is found.
 */
final class DropFolder {

    private static final Set<String> UNFINISHED = Set.of(".tmp", ".part", ".filepart", ".crdownload");
    private static final Pattern CLAIM = Pattern.compile("(\\d{1,15})~([0-9a-f-]{36})~(.+)");

    private final Path folder;
    private final Supplier<UUID> ids;
    private Map<Path, Seen> seen = new HashMap<>();

    DropFolder(Path folder, Supplier<UUID> ids) {
        this.folder = folder;
        this.ids = ids;
    }

    /** A file that is ours to send. */
    record Claim(Path file, String name) {}

    private record Seen(long size, Instant modified) {}

    void prepare() throws IOException {
        for (var inside : List.of("work", "done", "failed")) {
            Files.createDirectories(folder.resolve(inside));
        }
    }

    /** Files that somebody claimed longer ago than that and did not finish, oldest first. */
    List<Path> leftovers(Instant now, Duration after) throws IOException {
        var limit = now.minus(after).toEpochMilli();
        var leftovers = new ArrayList<Path>();
        for (var file : list(folder.resolve("work"))) {
            var claim = CLAIM.matcher(file.getFileName().toString());
            if (!claim.matches() || Long.parseLong(claim.group(1)) < limit) {
                leftovers.add(file);
            }
        }
        return leftovers.stream().sorted().toList();
    }

    /** Files that have not changed since the last call, oldest first; one that is still being written waits. */
    List<Path> complete() throws IOException {
        var now = new HashMap<Path, Seen>();
        for (var file : list(folder)) {
            look(file).ifPresent(found -> now.put(file, found));
        }
        var complete = now.entrySet().stream()
                .filter(entry -> entry.getValue().equals(seen.get(entry.getKey())))
                .sorted(Comparator.comparing((Map.Entry<Path, Seen> entry) ->
                                entry.getValue().modified())
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
        seen = now;
        return complete;
    }

    /** Empty if another replica was faster. */
    Optional<Claim> claim(Path file, Instant now) throws IOException {
        var known = CLAIM.matcher(file.getFileName().toString());
        var name = known.matches() ? known.group(3) : file.getFileName().toString();
        var target = folder.resolve("work").resolve(now.toEpochMilli() + "~" + ids.get() + "~" + name);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(new Claim(target, name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Lets the next poll of any replica try again. */
    void giveBack(Claim claim) throws IOException {
        claim(claim.file(), Instant.EPOCH);
    }

    void done(Claim claim) throws IOException {
        move(claim, free("done", claim));
    }

    /** The reason is there before the file is, so that nobody finds one without the other. */
    void failed(Claim claim, String reason, Optional<byte[]> acknowledgement) throws IOException {
        var target = free("failed", claim);
        Files.writeString(target.resolveSibling(target.getFileName() + ".reason"), reason + System.lineSeparator());
        if (acknowledgement.isPresent()) {
            Files.write(target.resolveSibling(target.getFileName() + ".ack"), acknowledgement.get());
        }
        move(claim, target);
    }

    /** Reserves a name, so that a file of the same name that was there before is never overwritten. */
    private Path free(String inside, Claim claim) throws IOException {
        try {
            return Files.createFile(folder.resolve(inside).resolve(claim.name()));
        } catch (FileAlreadyExistsException e) {
            return folder.resolve(inside).resolve(claim.file().getFileName());
        }
    }

    private static void move(Claim claim, Path target) throws IOException {
        try {
            Files.move(claim.file(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // Another replica thought we had crashed and took it up; it finishes the file, and the journal knows a
            // duplicate.
            Files.deleteIfExists(target);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        var files = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory, DropFolder::isMessage)) {
            entries.forEach(files::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static boolean isMessage(Path file) {
        var name = file.getFileName().toString();
        return !name.startsWith(".") && UNFINISHED.stream().noneMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private static Optional<Seen> look(Path file) throws IOException {
        try {
            return Optional.of(
                    new Seen(Files.size(file), Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
