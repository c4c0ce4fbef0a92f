package dev.tributary.server.rosters;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import dev.tributary.subscriptions.rosters.PanelReader.Panel;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.util.List;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.ListResource;

/** Lets a change of a Group or List that a subscription follows take effect with the next event: in the transaction that changes it. */
@Interceptor
public final class PanelUpkeep {

    private final RosterStore rosters;

    PanelUpkeep(RosterStore rosters) {
        this.rosters = rosters;
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void created(IBaseResource after) {
        keep(after, RecordPanels::of);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void updated(IBaseResource before, IBaseResource after) {
        keep(after, RecordPanels::of);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void deleted(IBaseResource before) {
        keep(before, gone -> new Panel("", List.of()));
    }

    private void keep(IBaseResource panel, Function<IBaseResource, Panel> members) {
        if (panel instanceof Group || panel instanceof ListResource) {
            var reference = panel.getIdElement().getResourceType() + "/"
                    + panel.getIdElement().getIdPart();
            if (rosters.id("", reference).isPresent()) {
                rosters.putPanel(reference, members.apply(panel).patients());
            }
        }
    }
}
