package dev.tributary.conformance.scene;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The server under test: where it is and what the kit may use there.
 *
 * @param fhir base URL of the FHIR R4 endpoint, without a trailing slash
 * @param commonToken bearer token for every role that has none of its own
 * @param tokens bearer tokens by role
 * @param mllp where HL7 v2 is taken over MLLP; unresolved, so that a wrong host fails in the check
 * @param hl7v2 where HL7 v2 is taken over HTTP
 * @param receiverHost name or address under which the target reaches the kit's own receiver of notifications
 * @param nationalId identifier that makes two sources' records one person
 * @param topics topics to subscribe to
 * @param patience the longest time to wait for what the target does asynchronously
 */
public record Target(
        URI fhir,
        Optional<String> commonToken,
        Map<Role, String> tokens,
        Optional<InetSocketAddress> mllp,
        Optional<URI> hl7v2,
        String receiverHost,
        NationalId nationalId,
        Topics topics,
        Duration patience) {

    public Target {
        tokens = Map.copyOf(tokens);
        fhir = URI.create(fhir.toString().replaceAll("/+$", ""));
    }

    /** A target known by its FHIR base URL only: no token, no HL7 v2. */
    public static Target at(String fhirBase) {
        return new Target(
                URI.create(fhirBase),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                "127.0.0.1",
                NationalId.US_SSN,
                Topics.TRIBUTARY,
                Duration.ofSeconds(20));
    }

    /** With one token for every role that gets none of its own. */
    public Target withToken(String token) {
        return new Target(fhir, Optional.of(token), tokens, mllp, hl7v2, receiverHost, nationalId, topics, patience);
    }

    public Target withToken(Role role, String token) {
        Map<Role, String> all = new EnumMap<>(Role.class);
        all.putAll(tokens);
        all.put(role, token);
        return new Target(fhir, commonToken, all, mllp, hl7v2, receiverHost, nationalId, topics, patience);
    }

    public Target withMllp(String host, int port) {
        var address = Optional.of(InetSocketAddress.createUnresolved(host, port));
        return new Target(fhir, commonToken, tokens, address, hl7v2, receiverHost, nationalId, topics, patience);
    }

    public Target withHl7v2(String url) {
        return new Target(
                fhir,
                commonToken,
                tokens,
                mllp,
                Optional.of(URI.create(url)),
                receiverHost,
                nationalId,
                topics,
                patience);
    }

    public Target withReceiverHost(String host) {
        return new Target(fhir, commonToken, tokens, mllp, hl7v2, host, nationalId, topics, patience);
    }

    public Target withNationalId(NationalId id) {
        return new Target(fhir, commonToken, tokens, mllp, hl7v2, receiverHost, id, topics, patience);
    }

    public Target withTopics(Topics chosen) {
        return new Target(fhir, commonToken, tokens, mllp, hl7v2, receiverHost, nationalId, chosen, patience);
    }

    public Target withPatience(Duration longest) {
        return new Target(fhir, commonToken, tokens, mllp, hl7v2, receiverHost, nationalId, topics, longest);
    }

    /** The token for a role: its own, or else the common one. */
    public Optional<String> token(Role role) {
        return Optional.ofNullable(tokens.get(role)).or(() -> commonToken);
    }

    /** Whether the role has a token of its own, so that what sets it apart can be tested. */
    public boolean hasOwn(Role role) {
        return tokens.containsKey(role);
    }

    /** What lies beside the FHIR endpoint on the same server: {@code http://host:port}. */
    public String root() {
        return fhir.getScheme() + "://" + fhir.getRawAuthority();
    }
}
