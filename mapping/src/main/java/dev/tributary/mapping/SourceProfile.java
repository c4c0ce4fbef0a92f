package dev.tributary.mapping;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the mapper must know of the system that a message comes from.
 *
 * @param id short name, unique in the hub, stable for ever: it is part of every resource id
 * @param zone where times without an offset are told
 * @param charset how bytes are read when MSH-18 does not say
 * @param identifierSystems assigning authority (CX-4.1 namespace or CX-4.2 universal id, as sent) to identifier system URI;
 *     {@code RIVERSIDE^VN} gives one type of table 0203 its own
 * @param defaultIdentifierSystem system of identifiers without an assigning authority; null gives one that belongs to the source alone
 * @param sendingApplications MSH-3.1 accepted; empty accepts any
 * @param sendingFacilities MSH-4.1 accepted; empty accepts any
 * @param customisation what the source's file changes in the result of a map
 */
public record SourceProfile(
        String id,
        ZoneId zone,
        Charset charset,
        Map<String, String> identifierSystems,
        @Nullable String defaultIdentifierSystem,
        Set<String> sendingApplications,
        Set<String> sendingFacilities,
        Customisation customisation) {

    /** A source whose file changes nothing in what the maps make. */
    public SourceProfile(
            String id,
            ZoneId zone,
            Charset charset,
            Map<String, String> identifierSystems,
            @Nullable String defaultIdentifierSystem,
            Set<String> sendingApplications,
            Set<String> sendingFacilities) {
        this(
                id,
                zone,
                charset,
                identifierSystems,
                defaultIdentifierSystem,
                sendingApplications,
                sendingFacilities,
                Customisation.NONE);
    }

    public SourceProfile {
        identifierSystems = Map.copyOf(identifierSystems);
        sendingApplications = Set.copyOf(sendingApplications);
        sendingFacilities = Set.copyOf(sendingFacilities);
    }

    /** A system URI that no other source can share: two facilities' equal numbers stay two persons. */
    public String ownSystem(String name) {
        return "urn:tributary:source:" + id + ":" + name;
    }
}
