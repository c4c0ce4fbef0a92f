package dev.tributary.bench.crash;

import dev.tributary.bench.http.Tokens;
import dev.tributary.bench.server.Start;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * What to kill, how often, and under which load.
 *
 * @param hub how the hub is started, the first time and after each kill; its data must be empty
 * @param faces where it then listens, and where tokens come from
 * @param load what is sent meanwhile
 * @param kills how often it is killed
 * @param seed of the random moments
 * @param upTime the longest time between ready and killed; the moment is random in it
 * @param patience how long to wait for ready after a start, and for quiet at the end
 */
public record CrashSettings(
        Start hub, Faces faces, Load load, int kills, long seed, Duration upTime, Duration patience) {

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
