package dev.tributary.server.sources;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.csv.CsvFeed;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A system that sends to the hub, as its file {@code config/sources/<id>.yaml} says.
 *
 * @param id short name, unique, stable for ever: it is part of every resource id
 * @param name for people
 * @param format what it sends
 * @param client OAuth2 client id that it signs in with, unique
 * @param trust 0 to 100: whose value wins when sources disagree about a person
 * @param profile what the mapper must know
 * @param acknowledgement how its HL7 v2 messages are answered
 * @param feeds the ways in that are open to it
 * @param csv its feeds of text files by name, in the order of its file
 * @param authorityFor identifier systems whose numbers nobody else may feed
 * @param queries whether it may ask who somebody is, over HL7 v2
 * @param structureMap file or canonical URL of the map that runs as its last step; null if its file names none
 */
public record Source(
        String id,
        String name,
        Format format,
        String client,
        int trust,
        SourceProfile profile,
        AcknowledgementMode acknowledgement,
        Feeds feeds,
        Map<String, CsvFeed> csv,
        Set<String> authorityFor,
        boolean queries,
        @Nullable String structureMap) {

    public Source {
        csv = Collections.unmodifiableMap(new LinkedHashMap<>(csv));
        authorityFor = Set.copyOf(authorityFor);
    }

    /** A source that sends no text files. */
    public Source(
            String id,
            String name,
            Format format,
            String client,
            int trust,
            SourceProfile profile,
            AcknowledgementMode acknowledgement,
            Feeds feeds) {
        this(id, name, format, client, trust, profile, acknowledgement, feeds, Map.of(), Set.of(), false, null);
    }

    /** What a source sends. */
    public enum Format {
        HL7V2,
        FHIR,
        CCDA,
        CSV;

        /** As in the source's file and in the journal. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The ways in.
     *
     * @param http whether {@code POST /hl7v2}, {@code /ccda} or {@code /fhir} is open to the source
     * @param drop watched folder, if any
     */
    public record Feeds(Optional<Mllp> mllp, boolean http, Optional<Path> drop) {}

    /**
     * An MLLP listener.
     *
     * @param port TCP port; 0 takes any free one
     * @param address IP address or host name to listen on
     */
    public record Mllp(int port, String address, Optional<Tls> tls) {}

    /**
     * TLS of a listener, PEM files all.
     *
     * @param clientAuthority who must have signed the sender's certificate; null asks for none
     */
    public record Tls(Path certificate, Path key, @Nullable Path clientAuthority) {}

    /** Whether one message could be meant for both: neither MSH-3 nor MSH-4 tells the two apart. */
    boolean overlaps(Source other) {
        return overlap(profile.sendingApplications(), other.profile.sendingApplications())
                && overlap(profile.sendingFacilities(), other.profile.sendingFacilities());
    }

    private static boolean overlap(Set<String> ours, Set<String> theirs) {
        return ours.isEmpty() || theirs.isEmpty() || ours.stream().anyMatch(theirs::contains);
    }
}
