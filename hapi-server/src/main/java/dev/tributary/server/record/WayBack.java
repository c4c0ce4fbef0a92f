package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.record.Regrouping.Move;
import dev.tributary.server.record.Regrouping.Repointed;
import dev.tributary.server.storage.KnownReferences;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.References;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Puts back what had followed records that return: exactly as it was, or, where it has changed since, its references alone. */
final class WayBack {

    private final FhirContext fhir;
    private final List<Move> moves;
    private final Map<String, PatientLink> records;

    /** @param moves back */
    WayBack(FhirContext fhir, List<Move> moves, Map<String, PatientLink> records) {
        this.fhir = fhir;
        this.moves = moves;
        this.records = records;
    }

    /** What is to be written; null if nothing is, as the resource is gone or does not refer to the person any more. */
    @Nullable
    Resource restored(RecordSession session, Repointed followed) {
        var now = session.read(followed.reference());
        var then = now == null ? null : session.readVersion(followed.reference(), followed.versionBefore());
        if (now == null || then == null) {
            return null;
        }
        if (followed.versionAfter().equals(now.getMeta().getVersionId())) {
            then.setId(then.getIdElement().toUnqualifiedVersionless());
            then.getMeta().setVersionId(null).setLastUpdated(null);
            then.getMeta().setTag(now.getMeta().getTag());
            return then;
        }
        return repoint(now, then) ? now : null;
    }

    private boolean repoint(Resource now, Resource then) {
        var former = Set.copyOf(new KnownReferences(fhir).targets(then));
        var found = false;
        for (var reference : References.in(fhir, now)) {
            for (var move : moves) {
                if (follows(reference, move, former) && ("Patient/" + move.from()).equals(reference.getReference())) {
                    reference.setReference("Patient/" + move.to());
                    found = true;
                    break;
                }
            }
        }
        return found;
    }

    private boolean follows(Reference reference, Move move, Set<String> former) {
        if (!reference.hasIdentifier()) {
            return former.contains("Patient/" + move.to()) && !former.contains("Patient/" + move.from());
        }
        var link = Objects.requireNonNull(records.get(move.record()));
        return link.ownSystem().equals(reference.getIdentifier().getSystem())
                && link.ownValue().equals(reference.getIdentifier().getValue());
    }
}
