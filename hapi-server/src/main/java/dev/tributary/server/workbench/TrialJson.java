package dev.tributary.server.workbench;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.server.workbench.Rehearsal.Trials;
import java.util.List;
import java.util.Locale;

/** A dry run as JSON, the same over HTTP and at the command line. */
public final class TrialJson {

    private static final int LONGEST_VALUE = 200;

    private final FhirContext fhir;
    private final ObjectMapper json;

    public TrialJson(FhirContext fhir, ObjectMapper json) {
        this.fhir = fhir;
        this.json = json;
    }

    /** {@code source, format, trigger, accepted, bundle, merges?, issues, lineage, places, notCarried, untried?}. */
    public ObjectNode of(Trial trial) {
        var answer = json.createObjectNode()
                .put("source", trial.source())
                .put("format", trial.format())
                .put("trigger", trial.mapped().trigger())
                .put("accepted", trial.isAccepted());
        answer.set("bundle", bundle(trial));
        var merges = merges(trial);
        if (!merges.isEmpty()) {
            answer.set("merges", merges);
        }
        answer.set("issues", issues(trial.mapped().issues()));
        answer.set("lineage", lineage(trial));
        answer.set("places", places(trial));
        answer.set("notCarried", notCarried(trial));
        if (trial.lineage().untried() > 0) {
            answer.put("untried", trial.lineage().untried());
        }
        return answer;
    }

    /** One message as an object; several as {@code messages}, with {@code more} if not all were tried. */
    public ObjectNode of(Trials trials) {
        if (trials.trials().size() == 1 && !trials.more()) {
            return of(trials.trials().get(0));
        }
        var answer = json.createObjectNode().put("accepted", trials.areAccepted());
        var messages = answer.putArray("messages");
        trials.trials().forEach(trial -> messages.add(of(trial)));
        if (trials.more()) {
            answer.put("more", true);
        }
        return answer;
    }

    private ObjectNode bundle(Trial trial) {
        try {
            var text =
                    fhir.newJsonParser().encodeResourceToString(trial.mapped().toBundle());
            return (ObjectNode) json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("HAPI wrote JSON that cannot be read", e);
        }
    }

    private ArrayNode merges(Trial trial) {
        var array = json.createArrayNode();
        for (var change : trial.mapped().changes()) {
            if (change instanceof Change.MergePatients merge) {
                array.addObject()
                        .put("survivor", "Patient/" + merge.survivor())
                        .put("retired", "Patient/" + merge.retired());
            }
        }
        return array;
    }

    private ArrayNode issues(List<Issue> issues) {
        var array = json.createArrayNode();
        for (var issue : issues) {
            array.addObject()
                    .put("severity", issue.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", issue.code())
                    .put("path", issue.path())
                    .put("text", issue.text());
        }
        return array;
    }

    private ArrayNode lineage(Trial trial) {
        var array = json.createArrayNode();
        for (var element : trial.lineage().elements()) {
            var entry = array.addObject().put("element", element.path()).put("value", shortened(element.value()));
            var from = entry.putArray("from");
            element.from().forEach(from::add);
        }
        return array;
    }

    private ArrayNode places(Trial trial) {
        var array = json.createArrayNode();
        for (var use : trial.lineage().places()) {
            var entry = array.addObject()
                    .put("place", use.place().path())
                    .put("value", shortened(use.place().value()))
                    .put("carried", use.isCarried());
            if (use.decides()) {
                entry.put("decides", "whether there is such a message");
            }
            var to = entry.putArray("to");
            use.to().forEach(to::add);
        }
        return array;
    }

    private ArrayNode notCarried(Trial trial) {
        var array = json.createArrayNode();
        for (var lost : trial.notCarried()) {
            array.addObject()
                    .put("place", lost.place().path())
                    .put("value", shortened(lost.place().value()))
                    .put("reported", lost.reported());
        }
        return array;
    }

    static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    }
}
