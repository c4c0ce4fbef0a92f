package dev.tributary.server.feeds;

import dev.tributary.server.feeds.DropFolder.Claim;
import dev.tributary.server.sources.Source;
import dev.tributary.server.storage.PassingTrouble;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes messages from watched folders, one file a message but for text files with their rows, oldest first. An accepted file goes to {@code done/}, a refused one to
 * {@code failed/} with a {@code .reason} and the {@code .ack} beside it. A file is never deleted, and one that could not be stored
 * is tried again at the next poll; after five attempts it goes to {@code failed/}, too, unless the database is away. Safe with several replicas on one shared folder; which of them takes which file is not fixed, so
 * order is kept by the pipeline's lanes and not by the folder.
 */
public final class DropFeed implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DropFeed.class);

    private static final int MOST_ATTEMPTS = 5;

    private final Map<Source, DropFolder> folders = new LinkedHashMap<>();
    /** How often a file could not be stored, by source and name; used by the one thread that polls. */
    private final Map<String, Integer> failures = new HashMap<>();
    /** Why a source's folder cannot be worked on, by source. */
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    private final MessageReceiver receiver;
    private final FileReceiver files;
    private final FeedsProperties settings;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService scheduler;
    private volatile boolean stopping;

    /** Where every file is one message. */
    DropFeed(
            List<Source> sources,
            MessageReceiver receiver,
            FeedsProperties settings,
            InstantSource clock,
            Supplier<UUID> ids) {
        this(
                sources,
                receiver,
                (source, file, name, via) -> receiver.receive(source.id(), Files.readAllBytes(file), via),
                settings,
                clock,
                ids);
    }

    /** Watches for those of the sources whose file has {@code feeds.drop}. */
    public DropFeed(
            List<Source> sources,
            MessageReceiver receiver,
            FileReceiver files,
            FeedsProperties settings,
            InstantSource clock,
            Supplier<UUID> ids) {
        sources.forEach(source ->
                source.feeds().drop().ifPresent(folder -> folders.put(source, new DropFolder(folder, ids))));
        this.receiver = receiver;
        this.files = files;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        if (scheduler != null || folders.isEmpty()) {
            return;
        }
        folders.forEach(this::prepare);
        stopping = false;
        scheduler = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("drop"));
        var pause = settings.dropPoll().toMillis();
        scheduler.scheduleWithFixedDelay(this::poll, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Finishes the file in work. One that takes longer than the grace is taken up later, by whichever replica finds it. */
    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            stopping = true;
            scheduler.shutdown();
            try {
                scheduler.awaitTermination(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    /** Sources whose folder cannot be worked on at the moment, each with the reason. */
    public Map<String, String> troubles() {
        return Map.copyOf(troubles);
    }

    /** Looks at every folder once. Never throws: one folder in trouble leaves the others alone, and the next poll tries again. */
    void poll() {
        folders.forEach((source, folder) -> {
            try {
                poll(source, folder);
                troubles.remove(source.id());
            } catch (IOException | RuntimeException | Error e) {
                if (isNews(source, e)) {
                    LOG.error(
                            "Source {}: the drop folder cannot be worked on ({}). Check that the hub may read, write and"
                                    + " rename there; files stay where they are until then.",
                            source.id(),
                            FeedException.kind(e));
                }
            }
        });
    }

    /** A poll is every few seconds: the same trouble is told of once, until it is over. */
    private boolean isNews(Source source, Throwable trouble) {
        var kind = FeedException.kind(trouble);
        return !kind.equals(troubles.put(source.id(), kind));
    }

    private void poll(Source source, DropFolder folder) throws IOException {
        folder.prepare();
        for (var file : folder.leftovers(clock.instant(), settings.dropLeftover())) {
            if (!take(source, folder, file)) {
                return;
            }
        }
        for (var file : folder.complete()) {
            if (!take(source, folder, file)) {
                return;
            }
        }
    }

    /** False if nothing after it is to be taken now: the hub stops, or the message could not be stored and order is to be kept. */
    private boolean take(Source source, DropFolder folder, Path file) throws IOException {
        if (stopping) {
            return false;
        }
        var claim = folder.claim(file, clock.instant());
        if (claim.isEmpty()) {
            return true;
        }
        try {
            send(source, folder, claim.get());
            failures.remove(key(source, claim.get()));
            return true;
        } catch (IOException | RuntimeException | Error e) {
            return giveUp(source, folder, claim.get(), e);
        }
    }

    /**
     * A file that fails again and again while the database is well is itself at fault: it goes to {@code failed/}, so that those after it
     * are taken; true if it did.
     */
    private boolean giveUp(Source source, DropFolder folder, Claim claim, Throwable trouble) throws IOException {
        var attempts = failures.merge(key(source, claim), 1, Integer::sum);
        if (attempts < MOST_ATTEMPTS || PassingTrouble.is(trouble)) {
            LOG.error(
                    "Source {}: a file could not be stored ({}); the next poll tries again.",
                    source.id(),
                    FeedException.kind(trouble));
            folder.giveBack(claim);
            return false;
        }
        failures.remove(key(source, claim));
        fail(
                source,
                folder,
                claim,
                "could not be read or stored in " + MOST_ATTEMPTS + " attempts (" + FeedException.kind(trouble)
                        + "); see the log of the hub, and put the file back when it can be",
                Optional.empty());
        return true;
    }

    private static String key(Source source, Claim claim) {
        return source.id() + "/" + claim.name();
    }

    private void send(Source source, DropFolder folder, Claim claim) throws IOException {
        if (source.format() == Source.Format.CSV) {
            end(source, folder, claim, files.receive(source, claim.file(), claim.name(), "drop"));
            return;
        }
        var most = settings.maxMessageBytes();
        if (Files.size(claim.file()) > most) {
            try (var file = Files.newInputStream(claim.file())) {
                receiver.refuse(source.id(), file.readNBytes(MllpFrameDecoder.HEAD), "drop", settings.tooLarge());
            }
            fail(
                    source,
                    folder,
                    claim,
                    "larger than %d bytes; split it, or raise hub.feeds.max-message".formatted(most),
                    Optional.empty());
            return;
        }
        end(source, folder, claim, receiver.receive(source.id(), Files.readAllBytes(claim.file()), "drop"));
    }

    private void end(Source source, DropFolder folder, Claim claim, Optional<byte[]> answer) throws IOException {
        if (answer.isEmpty() || (source.format() == Source.Format.HL7V2 && Er7.accepts(answer.get()))) {
            folder.done(claim);
        } else {
            fail(source, folder, claim, "refused; the file that ends in .ack says why", answer);
        }
    }

    private void fail(Source source, DropFolder folder, Claim claim, String reason, Optional<byte[]> answer)
            throws IOException {
        LOG.warn("Source {}: a file went to failed/ with its reason beside it.", source.id());
        folder.failed(claim, reason, answer);
    }

    private void prepare(Source source, DropFolder folder) {
        try {
            folder.prepare();
        } catch (IOException e) {
            troubles.put(source.id(), FeedException.kind(e));
            // The other sources start; each poll tries again.
            LOG.error(
                    "Source {}: the drop folder {} cannot be made ({}). Make it so that the hub may write there, or change"
                            + " feeds.drop.folder in config/sources/{}.yaml.",
                    source.id(),
                    source.feeds().drop().orElse(null),
                    FeedException.kind(e),
                    source.id());
        }
    }
}
