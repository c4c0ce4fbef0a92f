package dev.tributary.bench.crash;

import dev.tributary.bench.http.Tokens;
import dev.tributary.bench.server.Start;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What to kill, how often, and under which load.
 *
 * @param replicas at least one; several share a database, and are killed in turns
 * @param load what is sent meanwhile
 * @param kills when they are killed
 * @param patience how long to wait for ready after a start, and for quiet at the end
 */
public record CrashSettings(List<Replica> replicas, Load load, Kills kills, Duration patience) {

    public CrashSettings {
        replicas = List.copyOf(replicas);
    }

    /**
     * One process.
     *
     * @param hub how it is started, the first time and after each kill; its data must be empty
     * @param faces where it then listens, and where tokens come from
     */
    public record Replica(Start hub, Faces faces) {}

    /**
     * The kills.
     *
     * @param most how many at most
     * @param lasting no further kill after this
     * @param upTime the longest time between ready and killed
     * @param exact whether each comes exactly after the up time, or at a random moment in it
     * @param seed of the random moments
     * @param pause how long each stands still instead of being killed; zero kills
     */
    public record Kills(int most, Duration lasting, Duration upTime, boolean exact, long seed, Duration pause) {

        private static final Duration FOREVER = Duration.ofDays(1);

        /** So many, each at a random moment. */
        public static Kills random(int count, Duration upTime, long seed) {
            return new Kills(count, FOREVER, upTime, false, seed, Duration.ZERO);
        }

        /** One after the other for so long, each so long after the last one is ready again. */
        public static Kills every(Duration upTime, Duration lasting) {
            return new Kills(Integer.MAX_VALUE, lasting, upTime, true, 0, Duration.ZERO);
        }

        /** Instead of being killed each stands still for so long, and goes on as if nothing had happened. */
        public Kills pausing(Duration time) {
            return new Kills(most, lasting, upTime, exact, seed, time);
        }
    }

    /**
     * The hub's faces.
     *
     * @param base without trailing slash, {@code http://127.0.0.1:8080}
     * @param tokens asked for operator, reader, subscriber, and for the FHIR source
     */
    public record Faces(URI base, InetSocketAddress mllp, Tokens tokens) {}

    /**
     * The load. Every sender repeats a message until it is acknowledged, as a sender must.
     *
     * @param connections MLLP connections, each sending one stay after the other; HL7 v2 ADT and ORU
     * @param fhirClients clients posting transactions; 0 for none
     * @param fhirSource the client id of the source they post as
     * @param authority the assigning authority in PID-3
     * @param perSecond most messages a second, all senders together
     */
    public record Load(int connections, int fhirClients, String fhirSource, String authority, double perSecond) {

        /** Four connections and two FHIR clients at 40 messages a second, as the shipped sources expect them. */
        public static Load standard() {
            return new Load(4, 2, "clinic", "HOSPITAL", 40);
        }
    }
}
