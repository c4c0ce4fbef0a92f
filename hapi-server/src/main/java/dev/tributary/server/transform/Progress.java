package dev.tributary.server.transform;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r5.conformance.profile.ProfileUtilities;
import org.hl7.fhir.r5.context.IWorkerContext;
import org.hl7.fhir.r5.elementmodel.Manager;
import org.hl7.fhir.r5.model.Base;
import org.hl7.fhir.r5.model.Coding;
import org.hl7.fhir.r5.utils.structuremap.ITransformerServices;

/** What the engine asks for while it runs; and, from what it says, which rule it is at. For one run. */
final class Progress implements ITransformerServices {

    private static final Pattern GROUP = Pattern.compile("\\s*Group : ([^;]*);.*", Pattern.DOTALL);
    private static final Pattern RULE = Pattern.compile("\\s*rule : ([^;]*);.*", Pattern.DOTALL);

    private final IWorkerContext context;
    private volatile String group = "";
    private volatile String rule = "";
    private volatile boolean isStopped;

    Progress(IWorkerContext context) {
        this.context = context;
    }

    String group() {
        return group;
    }

    String rule() {
        return rule;
    }

    /** Ends the run at its next step; from any thread. */
    void stop() {
        isStopped = true;
    }

    /** Notes names only: the rest holds values. */
    @Override
    public void log(String line) {
        if (isStopped) {
            throw new IllegalStateException("Nobody waits for this run any more");
        }
        var inGroup = GROUP.matcher(line);
        var atRule = RULE.matcher(line);
        if (inGroup.matches()) {
            group = inGroup.group(1);
            rule = "";
        } else if (atRule.matches()) {
            rule = atRule.group(1);
        }
    }

    @Override
    public Base createType(Object appInfo, String name, ProfileUtilities profiles) throws FHIRException {
        var type = context.fetchTypeDefinition(name.substring(name.lastIndexOf('/') + 1));
        if (type == null) {
            throw new FHIRException("There is no type " + name + " in FHIR R4");
        }
        return Manager.build(context, type);
    }

    @Override
    public Base createResource(Object appInfo, Base resource, boolean atRoot) {
        return resource;
    }

    @Override
    public Coding translate(Object appInfo, Coding source, String conceptMap) throws FHIRException {
        throw new FHIRException(
                "There is no ConceptMap " + conceptMap + " inside the map; contained ones (#name) can be used");
    }

    @Override
    public Base resolveReference(Object appInfo, String url) throws FHIRException {
        throw new FHIRException("References are not followed here");
    }

    @Override
    public List<Base> performSearch(Object appInfo, String url) throws FHIRException {
        throw new FHIRException("There is no search here");
    }
}
