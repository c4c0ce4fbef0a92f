package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.ElementMerge;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Told;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.References;
import dev.tributary.server.storage.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Visits and accounts that get another number, turn out to be one, or belong to another patient: what was said of them, and what refers
 * to them, follows in the same transaction.
 */
final class Moves {

    private static final String REFERRING = "select distinct s.res_type, s.fhir_id from hfj_res_link l"
            + " join hfj_resource s on s.res_id = l.src_resource_id"
            + " join hfj_resource t on t.res_id = l.target_resource_id"
            + " where t.res_type = ? and t.fhir_id = ? and s.res_type <> 'Patient' and s.res_deleted_at is null";

    private final FhirContext fhir;
    private final JdbcTemplate jdbc;
    private final EncounterStatements statements;

    Moves(FhirContext fhir, JdbcTemplate jdbc, EncounterStatements statements) {
        this.fhir = fhir;
        this.jdbc = jdbc;
        this.statements = statements;
    }

    /** Call after the statement's resources and persons are written. */
    List<Written> apply(RecordSession session, Statement statement, Persons persons) {
        var written = new ArrayList<Written>();
        for (var change : statement.changes()) {
            if (change instanceof Change.Supersede supersede) {
                written.addAll(supersede(session, supersede, persons));
            } else if (change instanceof Change.MoveToPatient move) {
                var link = persons.links().get(move.patient());
                if (link != null) {
                    written.addAll(move(session, move, link));
                }
            }
        }
        return written;
    }

    private List<Written> supersede(RecordSession session, Change.Supersede change, Persons persons) {
        var survivor = change.type() + "/" + change.survivor();
        var retired = change.type() + "/" + change.retired();
        var stays = session.read(survivor);
        var goes = session.read(retired);
        if (goes == null || stays == null) {
            persons.note(Issue.information(
                    "informational",
                    retired,
                    "Nothing is known under the number that is given up; there was nothing to take over."
                            + " What comes late under it is kept under it."));
            return List.of();
        }
        var changed = new ArrayList<Resource>();
        var united = unite(change, stays, goes);
        changed.add(united);
        for (var reference : referring(change.type(), change.retired())) {
            var resource = reference.equals(survivor) ? null : session.read(reference);
            if (resource != null && repoint(resource, retired, survivor)) {
                changed.add(resource);
            }
        }
        changed.add(retire(goes));
        return session.write(changed);
    }

    private Resource unite(Change.Supersede change, Resource stays, Resource goes) {
        if (stays instanceof Encounter) {
            statements.move(change.retired(), change.survivor());
        }
        var said = stays instanceof Encounter ? statements.of(change.survivor()) : List.<Told>of();
        var united = said.isEmpty() ? ElementMerge.mention(stays, goes, Set.of()) : ElementMerge.retell(said, stays);
        united.setId(change.survivor());
        united.setMeta(stays.getMeta());
        if (united instanceof Encounter encounter && stays instanceof Encounter stored) {
            encounter.setSubject(stored.getSubject());
        }
        return united;
    }

    private static Resource retire(Resource goes) {
        if (goes instanceof Encounter encounter) {
            encounter.setStatus(EncounterStatus.ENTEREDINERROR);
        } else if (goes instanceof Account account) {
            account.setStatus(Account.AccountStatus.ENTEREDINERROR);
        } else if (goes instanceof Appointment appointment) {
            // app-3: an appointment that was only asked for has no times, and may have none if it is cancelled
            appointment.setStatus(AppointmentStatus.CANCELLED);
        }
        return goes;
    }

    private List<Written> move(RecordSession session, Change.MoveToPatient change, PatientLink link) {
        var changed = new ArrayList<Resource>();
        for (var reference : referring(change.type(), change.id())) {
            var resource = session.read(reference);
            if (resource != null && belongTo(resource, link)) {
                changed.add(resource);
            }
        }
        return changed.isEmpty() ? List.of() : session.write(changed);
    }

    /** Of what refers to a visit or account, every patient is the one that it belongs to. */
    private boolean belongTo(Resource resource, PatientLink link) {
        var found = false;
        for (var reference : References.in(fhir, resource)) {
            if ("Patient".equals(reference.getReferenceElement().getResourceType())
                    && !link.unified().equals(reference.getReferenceElement().getIdPart())) {
                reference.setReference("Patient/" + link.unified()).setIdentifier(link.ownIdentifier());
                found = true;
            }
        }
        return found;
    }

    private boolean repoint(Resource resource, String from, String to) {
        var found = false;
        for (Reference reference : References.in(fhir, resource)) {
            if (from.equals(name(reference))) {
                reference.setReference(to);
                found = true;
            }
        }
        return found;
    }

    private static @Nullable String name(Reference reference) {
        var id = reference.getReferenceElement();
        return id.hasResourceType() ? id.getResourceType() + "/" + id.getIdPart() : null;
    }

    private List<String> referring(String type, String id) {
        return jdbc.query(REFERRING, (row, n) -> row.getString(1) + "/" + row.getString(2), type, id);
    }
}
