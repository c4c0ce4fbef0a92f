package dev.tributary.server.harmonise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ConceptMap.ConceptMapGroupComponent;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.jspecify.annotations.Nullable;

/** The <a href="https://hl7.org/fhir/R4/conceptmap.html">ConceptMaps</a> of the hub as a table. Immutable. */
final class Translations {

    static final Translations NONE = new Translations(Map.of());

    /** In useContext: the map is for this source alone. */
    static final String SOURCE_CONTEXT = "https://tributary.dev/fhir/CodeSystem/source";

    private static final String EVERYBODY = "";
    /** The target says no more than the code did; what is narrower or merely near would put words into the sender's mouth. */
    private static final Set<ConceptMapEquivalence> SAFE = Set.of(
            ConceptMapEquivalence.EQUAL,
            ConceptMapEquivalence.EQUIVALENT,
            ConceptMapEquivalence.RELATEDTO,
            ConceptMapEquivalence.WIDER,
            ConceptMapEquivalence.SUBSUMES);

    private final Map<LocalCode, List<Target>> targets;

    private Translations(Map<LocalCode, List<Target>> targets) {
        this.targets = targets;
    }

    /**
     * A code that a ConceptMap gives for another.
     *
     * @param safe whether it may be put beside the original
     * @param map canonical URL of the ConceptMap
     */
    record Target(String system, String code, @Nullable String display, boolean safe, String map) {}

    /** Of active and draft ConceptMaps; what lacks a system or a code is left out. */
    static Translations of(Collection<ConceptMap> maps) {
        var targets = new HashMap<LocalCode, List<Target>>();
        for (var map : maps) {
            if (map.getStatus() == PublicationStatus.RETIRED) {
                continue;
            }
            var sources = sources(map);
            for (var group : map.getGroup()) {
                for (var source : sources) {
                    add(map, group, source, targets);
                }
            }
        }
        return new Translations(targets);
    }

    private static void add(
            ConceptMap map, ConceptMapGroupComponent group, String source, Map<LocalCode, List<Target>> into) {
        if (!group.hasSource() || !group.hasTarget()) {
            return;
        }
        for (var element : group.getElement()) {
            for (var target : element.getTarget()) {
                if (element.hasCode() && target.hasCode()) {
                    into.computeIfAbsent(
                                    new LocalCode(source, group.getSource(), element.getCode()).normal(),
                                    code -> new ArrayList<>())
                            .add(new Target(
                                    group.getTarget(),
                                    target.getCode(),
                                    target.getDisplay(),
                                    SAFE.contains(target.getEquivalence()),
                                    map.hasUrl()
                                            ? map.getUrl()
                                            : "ConceptMap/" + map.getIdElement().getIdPart()));
                }
            }
        }
    }

    private static List<String> sources(ConceptMap map) {
        var sources = new ArrayList<String>();
        for (var context : map.getUseContext()) {
            if (context.hasValueCodeableConcept()) {
                for (var coding : context.getValueCodeableConcept().getCoding()) {
                    if (SOURCE_CONTEXT.equals(coding.getSystem()) && coding.hasCode()) {
                        sources.add(coding.getCode());
                    }
                }
            }
        }
        return sources.isEmpty() ? List.of(EVERYBODY) : sources;
    }

    /** The source's own translations, else those for everybody; empty if there are none. */
    List<Target> of(String source, String system, String code) {
        var own = targets.get(new LocalCode(source, system, code).normal());
        return own != null ? own : targets.getOrDefault(new LocalCode(EVERYBODY, system, code).normal(), List.of());
    }

    /** Whether anybody's code of that system is translated. */
    boolean knows(String system, String code) {
        var wanted = new LocalCode(EVERYBODY, system, code).normal();
        return targets.keySet().stream()
                .anyMatch(each ->
                        each.system().equals(wanted.system()) && each.code().equals(wanted.code()));
    }

    int size() {
        return targets.size();
    }
}
