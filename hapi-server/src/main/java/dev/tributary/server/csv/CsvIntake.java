package dev.tributary.server.csv;

import dev.tributary.mapping.csv.CsvEntry;
import dev.tributary.mapping.csv.CsvFeed;
import dev.tributary.mapping.csv.CsvFile;
import dev.tributary.server.csv.CsvJobs.Opened;
import dev.tributary.server.feeds.FileReceiver;
import dev.tributary.server.feeds.RowKeeper;
import dev.tributary.server.feeds.RowKeeper.Row;
import dev.tributary.server.security.OutcomeJson;
import dev.tributary.server.sources.Source;
import dev.tributary.server.storage.StoringTransaction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads files into the journal, a few hundred rows a transaction: memory does not grow with the file, and a file that broke off can be
 * sent again, for its rows are known by file content and line.
 */
final class CsvIntake implements FileReceiver {

    static final String FORMAT = "csv";
    private static final int BATCH = 200;
    /** Bytes by which a refused file is known. */
    private static final int HEAD = 4096;

    private final RowKeeper keeper;
    private final CsvJobs jobs;
    private final StoringTransaction transactions;
    private final CsvProperties settings;
    private final Clock clock;
    private final Supplier<UUID> ids;

    CsvIntake(
            RowKeeper keeper,
            CsvJobs jobs,
            StoringTransaction transactions,
            CsvProperties settings,
            Clock clock,
            Supplier<UUID> ids) {
        this.keeper = keeper;
        this.jobs = jobs;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Optional<byte[]> receive(Source source, Path file, String name, String via) throws IOException {
        if (Files.size(file) > settings.maxFile().toBytes()) {
            return Optional.of(OutcomeJson.of("too-long", tooLarge(source, "", file, name, via)));
        }
        var feed = source.csv().values().stream()
                .filter(each ->
                        each.files() == null || each.files().matcher(name).matches())
                .findFirst();
        if (feed.isEmpty()) {
            var problem = "No feed of source %s takes files of this name. See files under csv in its file."
                    .formatted(source.id());
            refuse(source, "", file, name, via, problem);
            return Optional.of(OutcomeJson.of("not-found", problem));
        }
        var id = receive(source, feed.get(), file, name, via);
        var problems = jobs.find(id).map(CsvJob::problems).orElse(List.of());
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(OutcomeJson.of("structure", String.join(" ", problems)));
    }

    /** Notes a file that is too large as a job of its own, and answers what its sender is told. */
    String tooLarge(Source source, String feed, Path file, String name, String via) throws IOException {
        var problem = "The file is larger than %s. Split it, or raise hub.csv.max-file.".formatted(settings.maxFile());
        refuse(source, feed, file, name, via, problem);
        return problem;
    }

    private void refuse(Source source, String feed, Path file, String name, String via, String problem)
            throws IOException {
        try (var in = Files.newInputStream(file)) {
            var head = digest().digest(in.readNBytes(HEAD));
            var job = new Opened(
                    ids.get(),
                    source.id(),
                    feed,
                    title(name, feed),
                    HexFormat.of().formatHex(head),
                    via,
                    clock.instant());
            jobs.open(job, List.of(problem), List.of());
        }
    }

    /** The sender's own words: PostgreSQL takes no NUL, and people no line breaks. */
    private static String title(String name, String feed) {
        var shown = name.replaceAll("\\p{Cntrl}", " ").strip();
        return shown.isEmpty() ? feed : shown.substring(Math.max(0, shown.length() - 200));
    }

    /** The job's id, once every row is committed or the file is refused. */
    UUID receive(Source source, CsvFeed feed, Path file, String name, String via) throws IOException {
        var hash = hash(file);
        var title = title(name, feed.name());
        var job = new Opened(ids.get(), source.id(), feed.name(), title, hash, via, clock.instant());
        try (var rows = CsvFile.open(Files.newInputStream(file), title, feed)) {
            jobs.open(job, rows.problems(), rows.unread());
            if (rows.problems().isEmpty()) {
                read(new Reading(source, job, rows));
            }
        }
        return job.id();
    }

    private void read(Reading reading) throws IOException {
        try {
            reading.readAll();
        } catch (IOException | RuntimeException | Error e) {
            try {
                jobs.broken(reading.job.id());
            } catch (RuntimeException again) {
                // The database is away: the job says so when the file comes again.
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private static String hash(Path file) throws IOException {
        var digest = digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** One file under way. */
    private final class Reading {

        private final Source source;
        private final Opened job;
        private final CsvFile file;
        private long duplicates;

        Reading(Source source, Opened job, CsvFile file) {
            this.source = source;
            this.job = job;
            this.file = file;
        }

        void readAll() throws IOException {
            var batch = new ArrayList<Row>(BATCH);
            for (var entry = file.next(); entry != null; entry = file.next()) {
                batch.add(row(entry));
                if (batch.size() == BATCH) {
                    keep(batch);
                    batch.clear();
                }
            }
            keep(batch);
            jobs.read(job.id(), clock.instant());
        }

        private Row row(CsvEntry entry) {
            var lines = entry.lines().stream().map(String::valueOf).collect(Collectors.joining(","));
            return new Row(
                    entry.content().getBytes(StandardCharsets.UTF_8),
                    entry.place(),
                    entry.feed(),
                    entry.laneKey().isEmpty() ? job.hash() : entry.laneKey(),
                    job.feed() + '\u001f' + job.hash() + '\u001f' + lines);
        }

        private void keep(List<Row> batch) {
            if (batch.isEmpty()) {
                return;
            }
            var kept = transactions.run(() -> {
                var done = keeper.keep(source, FORMAT, job.via(), batch);
                jobs.link(job.id(), done.ids());
                jobs.progress(job.id(), file.rows(), duplicates + done.duplicates());
                return done;
            });
            duplicates += kept.duplicates();
            keeper.wake(kept.lanes());
        }
    }
}
