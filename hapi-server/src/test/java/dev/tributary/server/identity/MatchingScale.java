package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.evaluation.Column;
import dev.tributary.identity.evaluation.PersonRow;
import dev.tributary.identity.evaluation.RowToPatient;
import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Decision;
import dev.tributary.identity.matching.ManualDecisions;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.identity.population.Population;
import dev.tributary.server.identity.DecisionTable.Judged;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * {@code bin/bench match --people 100000}: what one arrival costs in a hub of so many people, and what the index weighs. The tables are
 * filled by COPY with invented people; arrivals then go through the hub's own index, matcher and table of decisions on PostgreSQL.
 */
public final class MatchingScale {

    private static final int CHUNK = 20_000;
    private static final int WARM_UP = 500;
    private static final HexFormat HEX = HexFormat.of();

    private final Connection connection;
    private final JdbcTemplate jdbc;
    private final FeatureIndex index;
    private final DecisionTable decisions;
    private final Matcher matcher = new Matcher(MatchModel.shipped());
    private final List<byte[]> arrivals = new ArrayList<>();
    private long keys;
    private int links;
    private int reviews;
    private long candidates;
    private long overFull;
    private long cut;
    private final long[] steps = new long[6];
    private long stepped;

    private MatchingScale(Connection connection) {
        this.connection = connection;
        var source = new SingleConnectionDataSource(connection, true);
        this.jdbc = new JdbcTemplate(source);
        var named = new NamedParameterJdbcTemplate(source);
        this.index = new FeatureIndex(named, BlockingKeys.OVER_FULL, BlockingKeys.CANDIDATES);
        this.decisions =
                new DecisionTable(named, new Explanation(new ObjectMapper()), Clock.systemUTC(), UUID::randomUUID);
    }

    /** Options: {@code --people N}, {@code --arrivals N}. */
    public static void main(String... options) throws Exception {
        var people = option(options, "--people", 100_000);
        var wanted = option(options, "--arrivals", 5_000);
        try (var postgres = EmbeddedPostgres.builder()
                        .setServerConfig("shared_buffers", "512MB")
                        .setServerConfig("maintenance_work_mem", "512MB")
                        .setServerConfig("max_wal_size", "4GB")
                        .start();
                var connection = postgres.getPostgresDatabase().getConnection()) {
            var scale = new MatchingScale(connection);
            scale.tables();
            scale.fill(people, wanted);
            scale.indexes();
            scale.weigh(people);
            scale.measure();
        }
    }

    private static int option(String[] options, String name, int otherwise) {
        var at = Arrays.asList(options).indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(options[at + 1].replace("_", ""));
    }

    /** Without indexes: they are built when all rows are there. */
    private void tables() throws IOException {
        jdbc.execute("create schema hub");
        for (var script : List.of("V1__intake.sql", "V8__identity.sql", "V8_2__matching.sql")) {
            try (var text = MatchingScale.class.getResourceAsStream("/db/hub/" + script)) {
                jdbc.execute(new String(text.readAllBytes(), StandardCharsets.UTF_8)
                        .replace("${bytes}", "bytea")
                        .replace("${text}", "text"));
            }
        }
        jdbc.execute("alter table hub.blocking_key drop constraint blocking_key_pkey");
        jdbc.execute("drop index hub.blocking_key_record");
        jdbc.execute("alter table hub.person_feature drop constraint person_feature_pkey");
        jdbc.execute("alter table hub.patient_link drop constraint patient_link_pkey");
        jdbc.execute("drop index hub.patient_link_unified");
    }

    private void fill(int people, int wanted) throws SQLException, IOException {
        var started = System.nanoTime();
        var copies = connection.unwrap(PGConnection.class).getCopyAPI();
        for (var done = 0; done < people; done += CHUNK) {
            var features = new StringBuilder();
            var links = new StringBuilder();
            var blocks = new StringBuilder();
            var rows = Population.of(
                    new Population.Settings(Math.min(CHUNK, people - done), 0.05, true, 1_000_000L + done));
            var share = Math.max(1, people / wanted);
            var patients = new RowToPatient(rows);
            var known = new HashSet<String>();
            for (var row : rows) {
                var person = PersonFeatures.of(patients.patient(row), IdentifierStrengths.defaults());
                if (known.add(row.value(Column.PERSON))) {
                    add(record(done, row), person, features, links, blocks);
                } else if (arrivals.size() < wanted && row.value(Column.PERSON).hashCode() % share == 0) {
                    arrivals.add(person.toBytes());
                }
            }
            copy(copies.copyIn("copy hub.person_feature from stdin"), features);
            copy(copies.copyIn("copy hub.patient_link from stdin"), links);
            copy(copies.copyIn("copy hub.blocking_key from stdin"), blocks);
        }
        say("filled in %.0f s; %d arrivals of people who are known", seconds(started), arrivals.size());
        var strangers = Population.of(new Population.Settings(wanted / 2, 0.05, true, 7L));
        var patients = new RowToPatient(strangers);
        strangers.stream()
                .limit(wanted / 2)
                .forEach(row -> arrivals.add(PersonFeatures.of(patients.patient(row), IdentifierStrengths.defaults())
                        .toBytes()));
        java.util.Collections.shuffle(arrivals, new java.util.Random(1));
    }

    private static String record(int chunk, PersonRow row) {
        return UUID.nameUUIDFromBytes((chunk + row.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private void add(
            String record, PersonFeatures person, StringBuilder features, StringBuilder links, StringBuilder blocks) {
        features.append(record)
                .append("\t\\\\x")
                .append(HEX.formatHex(person.toBytes()))
                .append('\n');
        links.append(record)
                .append("\tclinic\t")
                .append(UUID.nameUUIDFromBytes(record.getBytes(StandardCharsets.UTF_8)))
                .append("\ttrue\thttps://clinic.example/patient\t")
                .append(record)
                .append("\tnew-person\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\t50\t")
                .append(record)
                .append('\n');
        for (var key : BlockingKeys.of(person)) {
            keys++;
            blocks.append(key.hash())
                    .append('\t')
                    .append(key.refinement())
                    .append('\t')
                    .append(record)
                    .append('\n');
        }
    }

    private static void copy(CopyIn copy, StringBuilder rows) throws SQLException {
        var bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        copy.endCopy();
    }

    private void indexes() {
        var started = System.nanoTime();
        jdbc.execute("alter table hub.person_feature add primary key (source_patient)");
        jdbc.execute("alter table hub.patient_link add primary key (source_patient)");
        jdbc.execute("create index patient_link_unified on hub.patient_link (unified)");
        jdbc.execute("alter table hub.blocking_key add primary key (key_hash, refinement, source_patient)");
        jdbc.execute("create index blocking_key_record on hub.blocking_key (source_patient)");
        jdbc.execute("vacuum analyze");
        say("indexes built in %.0f s", seconds(started));
    }

    private void weigh(int people) {
        var blocks = size("hub.blocking_key");
        var features = size("hub.person_feature");
        say("%,d people, %,d keys (%.1f each)", people, keys, (double) keys / people);
        say("blocking_key: %,d MB, %.0f bytes per person and key", blocks >> 20, (double) blocks / keys);
        say("person_feature: %,d MB, %.0f bytes per person", features >> 20, (double) features / people);
    }

    private long size(String table) {
        return jdbc.queryForObject("select pg_total_relation_size(?::regclass)", Long.class, table);
    }

    private void measure() throws SQLException {
        connection.setAutoCommit(false);
        var times = new ArrayList<Long>();
        for (var i = 0; i < arrivals.size(); i++) {
            var started = System.nanoTime();
            arrive(PersonFeatures.of(arrivals.get(i)));
            var took = System.nanoTime() - started;
            connection.commit();
            if (i >= WARM_UP) {
                times.add(took);
            }
        }
        times.sort(null);
        say(
                "%d arrivals: p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, most %.1f ms",
                times.size(),
                percentile(times, 50),
                percentile(times, 90),
                percentile(times, 99),
                percentile(times, 100));
        say(
                "linked %d, reviewed %d; %.1f candidates each; %.2f over-full blocks each, %d cut",
                links, reviews, (double) candidates / arrivals.size(), (double) overFull / arrivals.size(), cut);
        tellSteps();
    }

    private void tellSteps() {
        var share = new StringBuilder();
        var names = List.of("lock", "index", "blocks", "read candidates", "compare", "keep decision");
        for (var i = 0; i < steps.length; i++) {
            share.append(String.format(Locale.ROOT, " %s %.1f ms,", names.get(i), steps[i] / 1e6 / arrivals.size()));
        }
        say("on average:%s", share);
    }

    /** What the storing transaction does of it: lock, index, look up, compare, keep why. */
    private void arrive(PersonFeatures arriving) {
        stepped = System.nanoTime();
        var record = UUID.randomUUID().toString();
        var blocking = BlockingKeys.of(arriving);
        jdbc.query("select pg_advisory_xact_lock(k) from unnest(?::bigint[]) as k", row -> {}, (Object)
                blocking.stream().map(key -> key.hash()).sorted().toArray(Long[]::new));
        step(0);
        index.put(record, arriving.toBytes(), blocking, false);
        step(1);
        var sharing = index.sharing(record, blocking);
        step(2);
        overFull += sharing.overFull();
        cut += sharing.cut();
        candidates += sharing.sharedKeys().size();
        var persons = index.persons(sharing.sharedKeys().keySet(), record);
        step(3);
        var decision = matcher.identify(
                arriving, persons.stream().map(each -> each.candidate()).toList(), ManualDecisions.NONE);
        step(4);
        var judged = new ArrayList<Judged>();
        if (decision instanceof Decision.Link link) {
            links++;
            judged.add(new Judged(record, "clinic", link.person(), "link", link.comparison()));
        }
        reviews += decision.reviews().isEmpty() ? 0 : 1;
        for (var review : decision.reviews()) {
            judged.add(new Judged(record, "clinic", review.person(), "review", review.comparison()));
        }
        decisions.keep(judged, decision.modelVersion(), UUID.randomUUID());
        step(5);
    }

    private void step(int number) {
        var now = System.nanoTime();
        steps[number] += now - stepped;
        stepped = now;
    }

    private static double percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
