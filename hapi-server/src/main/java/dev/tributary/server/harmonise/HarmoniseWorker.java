package dev.tributary.server.harmonise;

import dev.tributary.server.storage.RecordWriter;
import dev.tributary.server.storage.StoringTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * What harmonisation does besides storing: notices changed ConceptMaps, writes counts, and translates again what is stored. A job
 * goes on from where the last committed step ended, in whichever process.
 */
final class HarmoniseWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HarmoniseWorker.class);
    private static final String SOURCE_URI = "urn:tributary:source:";
    private static final int PERIOD_MILLIS = 2_000;
    /** Resource numbers of one step: a query that reads so many bodies is over in a moment. */
    private static final int WINDOW = 5_000;

    private static final int MOST_WRITES = 50;
    /** Who loses so often in succession loses no race: something cannot be stored. */
    private static final int MOST_LOST = 20;

    private final Jobs jobs;
    private final StoringTransaction transactions;
    private final RecordWriter writer;
    private final Harmonisation harmonisation;
    private final TranslationCache translations;
    private final UnmappedCodes unmapped;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "harmonise"));
    private volatile boolean running;
    private int lostInSuccession;

    HarmoniseWorker(
            Jobs jobs,
            StoringTransaction transactions,
            RecordWriter writer,
            Harmonisation harmonisation,
            TranslationCache translations,
            UnmappedCodes unmapped) {
        this.jobs = jobs;
        this.transactions = transactions;
        this.writer = writer;
        this.harmonisation = harmonisation;
        this.translations = translations;
        this.unmapped = unmapped;
    }

    /** The table of jobs, and what they go through. */
    record Jobs(HarmoniseJobs table, StoredCodes codes) {}

    @Override
    public void start() {
        running = true;
        refresh();
        executor.scheduleWithFixedDelay(this::round, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void refresh() {
        try {
            translations.refresh();
        } catch (RuntimeException e) {
            // The former translations hold until the database answers again.
            LOG.warn("ConceptMaps could not be read ({}).", e.getClass().getSimpleName());
        }
    }

    private void round() {
        try {
            refresh();
            unmapped.flush();
            for (var job = jobs.table().lease();
                    running && job.isPresent();
                    job = jobs.table().lease()) {
                work(job.get());
            }
        } catch (RuntimeException | Error e) {
            // What is thrown here would end the executor for good, in silence.
            LOG.warn(
                    "Harmonisation waits for the next round ({}).", e.getClass().getSimpleName());
        }
    }

    private void work(HarmoniseJob job) {
        try {
            transactions.run(() -> {
                step(job);
                return null;
            });
            lostInSuccession = 0;
        } catch (LeaseLost e) {
            LOG.info("Job {} goes on in another process.", job.id());
        } catch (RuntimeException | Error e) {
            if (StoringTransaction.lostRace(e) && ++lostInSuccession < MOST_LOST) {
                throw e;
            }
            lostInSuccession = 0;
            jobs.table()
                    .fail(
                            job,
                            "A stored resource could not be written ("
                                    + e.getClass().getSimpleName() + ").");
            LOG.warn("Job {} failed ({}).", job.id(), e.getClass().getSimpleName());
        }
    }

    private void step(HarmoniseJob job) {
        var last = job.last() == null ? jobs.codes().last() : job.last();
        var end = Math.min(last, job.position() + WINDOW);
        var holders = jobs.codes().find(job, job.position(), end, MOST_WRITES);
        var session = writer.open(List.of());
        session.prefetch(holders.stream().map(StoredCodes.Holder::reference).toList());
        var changed = new ArrayList<Resource>();
        for (var holder : holders) {
            var resource = session.read(holder.reference());
            if (resource != null && isMeant(job, resource) && harmonise(resource)) {
                changed.add(resource);
            }
        }
        if (!changed.isEmpty()) {
            session.write(changed);
        }
        var position =
                holders.size() == MOST_WRITES ? holders.get(MOST_WRITES - 1).number() : end;
        if (!jobs.table().advance(job, position, last, holders.size(), changed.size())) {
            throw new LeaseLost();
        }
    }

    private static boolean isMeant(HarmoniseJob job, Resource resource) {
        return job.source() == null || job.source().equals(source(resource));
    }

    private boolean harmonise(Resource resource) {
        return harmonisation.apply(resource, source(resource), translations.get(), (element, coding) -> {});
    }

    /** Empty for what no single source said, the unified Patient for instance: translations of one source do not apply to it. */
    private static String source(Resource resource) {
        var uri = resource.getMeta().getSource();
        if (uri == null || !uri.startsWith(SOURCE_URI)) {
            return "";
        }
        var end = uri.indexOf('#');
        return uri.substring(SOURCE_URI.length(), end < 0 ? uri.length() : end);
    }

    @Override
    public void stop() {
        running = false;
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        unmapped.flush();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Another process has taken the job over: what this one did must not commit. */
    private static final class LeaseLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLost() {
            super("The lease is lost", null, false, false);
        }
    }
}
